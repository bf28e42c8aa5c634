/** How long before the start reminders go, as people type it: minutes, with commas between them. */

const MOST = 10;
const LONGEST_MIN = 30 * 24 * 60;

export function minutesOf(seconds: readonly number[]): string {
  return seconds.map((each) => each / 60).join(", ");
}

/** @returns null for anything but up to ten whole numbers of minutes, from 1 to 30 days */
export function secondsOf(text: string): number[] | null {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length > MOST || !parts.every((part) => /^\d{1,5}$/.test(part))) return null;
  const minutes = parts.map(Number);
  return minutes.every((each) => each >= 1 && each <= LONGEST_MIN) ? minutes.map((each) => each * 60) : null;
}
