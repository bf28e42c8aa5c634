/** A dropped segment, as it was sent, in words. Pure. */

import { t } from "../../i18n/texts.ts";
import { decimal, timeCode } from "../../ui/format/numbers.ts";
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
  const seconds = decimal((clockTo - clockFrom) / 1000);
  const recording = t("members-segment-recording", { from: timeCode(mediaFrom), to: timeCode(mediaTo) });
  if (anchor === null) return t("members-segment-clock", { seconds, recording });
  const from = clock(new Date(anchor + clockFrom).toISOString(), zone);
  const to = clock(new Date(anchor + clockTo).toISOString(), zone);
  return t("members-segment-times", { from, to, seconds, recording });
}
