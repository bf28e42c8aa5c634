const UP_TO_TEN = [2, 4, 6, 8, 10];
/** Times a power of ten of at least ten, all of these are even. */
const STEPS = [1, 1.2, 1.4, 1.6, 2, 2.4, 3, 4, 5, 6, 7, 8, 10];

/** The top of an axis for counts up to `highest`: round, little above it, and even, so that its half is whole too. */
export function ceiling(highest: number): number {
  if (highest <= 10) return UP_TO_TEN.find((top) => top >= highest) ?? 10;
  const power = 10 ** Math.floor(Math.log10(highest));
  return Math.round((STEPS.find((step) => step * power >= highest) ?? 10) * power);
}
