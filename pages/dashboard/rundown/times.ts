/** Moments and lengths of a programme as people type and read them. */
import { formatUnits } from "../../i18n/format.ts";
import { parseDuration } from "../../ui/format/numbers.ts";

/** `90500` → `1:30.5`: what a field shows, to the millisecond where it matters. */
export function timeText(ms: number): string {
  const total = Math.max(0, Math.round(ms));
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = Math.floor(total / 1000) % 60;
  const rest = total % 1000;
  const end = `${String(seconds).padStart(2, "0")}${rest ? `.${String(rest).padStart(3, "0").replace(/0+$/, "")}` : ""}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${end}` : `${minutes}:${end}`;
}

/** `1:30.5` → `90500`; null for a text that is no time. */
export function parseTime(text: string): number | null {
  const seconds = parseDuration(text.replace(",", "."));
  return seconds === null ? null : Math.round(seconds * 1000);
}

/** `90000` → `1 minute 30 seconds`: for those who hear it. */
export function spokenTime(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  if (total === 0) return formatUnits({ second: 0 }) || "0";
  return formatUnits({
    hour: Math.floor(total / 3600),
    minute: Math.floor(total / 60) % 60,
    second: total % 60,
  });
}
