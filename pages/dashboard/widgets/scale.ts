/** The top of an axis for counts up to `highest`: 2, 4, 6 or 10 of some power of ten, so that its half is whole. */
export function ceiling(highest: number): number {
  if (highest <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 4, 6, 10].find((each) => each * power >= highest) ?? 10;
  return step * power === 1 ? 2 : step * power;
}
