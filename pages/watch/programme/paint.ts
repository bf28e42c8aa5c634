/** The colour of a call to action's button, with writing that can be read on it. */

/** @param colour `#rrggbb`; without one the page's own look stays */
export function paint(colour: string | undefined): Record<string, string> | undefined {
  if (!colour || !/^#[0-9a-f]{6}$/iu.test(colour)) return undefined;
  const channels = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  const [red = 0, green = 0, blue = 0] = channels;
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Black and white have the same contrast to a luminance of 0.179 (WCAG 2.2, contrast ratio): 4.6 to 1.
  return { background: colour, borderColor: colour, color: luminance > 0.179 ? "#000000" : "#ffffff" };
}

/** Source: WCAG 2.2, relative luminance */
function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
