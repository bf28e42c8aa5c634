/** A dropped segment, as it was sent, in words. Pure. */

import { timeCode } from "../../ui/format/numbers.ts";
import { clock } from "../../ui/format/times.ts";

/**
 * @param segment what was sent: normally `[clock_from_ms, clock_to_ms, media_from_s, media_to_s]`, but anything may be.
 * @param anchor the zero of its player's clock, ms since the epoch, if it is known.
 */
export function segmentWords(segment: readonly unknown[], anchor: number | null, zone: string): string {
  const numbers = segment.filter((each) => typeof each === "number" && Number.isFinite(each)) as number[];
  const [clockFrom, clockTo, mediaFrom, mediaTo] = numbers;
  if (
    segment.length !== 4 ||
    clockFrom === undefined ||
    clockTo === undefined ||
    mediaFrom === undefined ||
    mediaTo === undefined ||
    numbers.some((each) => Math.abs(each) > 8e12)
  ) {
    return JSON.stringify(segment);
  }
  const length = ((clockTo - clockFrom) / 1000).toFixed(1);
  const media = `${timeCode(mediaFrom)}–${timeCode(mediaTo)} of the recording`;
  if (anchor === null) return `${length} s on the clock, ${media}`;
  const from = clock(new Date(anchor + clockFrom).toISOString(), zone);
  const to = clock(new Date(anchor + clockTo).toISOString(), zone);
  return `${from}–${to} (${length} s), ${media}`;
}
