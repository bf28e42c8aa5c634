import { timeCode } from "../ui/format/numbers.ts";

/** Programme time: before the start with a minus. */
export function programmeTime(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  return ms < 0 ? `−${timeCode(seconds)}` : timeCode(seconds);
}
