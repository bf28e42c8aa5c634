/** Times and amounts of the watch page. */

import { formatUnits } from "../i18n/format.ts";
import { t } from "../i18n/texts.ts";

const UNITS = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
] as const;

export interface Figure {
  unit: (typeof UNITS)[number][0];
  value: number;
}

/** A countdown's figures, the largest first; days and hours only when there are any. */
export function countdown(ms: number): Figure[] {
  let left = Math.max(0, Math.ceil(ms / 1_000) * 1_000);
  const figures = UNITS.map(([unit, length]) => {
    const value = Math.floor(left / length);
    left -= value * length;
    return { unit, value };
  });
  const first = figures.findIndex(({ value }) => value > 0);
  return figures.slice(first < 0 ? 2 : Math.min(first, 2));
}

/** A countdown to the opening as a sentence for screen readers, without seconds. */
export function spokenCountdown(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return t("watch-waiting-opens_soon");
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  return t("watch-waiting-opens_spoken", { time: formatUnits({ day: days, hour: hours, minute: rest }) });
}

/** A position in a recording: `1:05`, `1:02:03`. */
export function position(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** The meaning of a status for its member; empty when it has none for them. */
export function attendance(status: string): string {
  return status === "attended" || status === "attended_on_demand" ? t(`watch-screening-${status}`) : "";
}
