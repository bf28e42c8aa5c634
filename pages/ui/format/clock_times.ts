/** A time of day, typed by people in whatever way they write it, and shown as the reader's language and region do. */

import { locale } from "../../i18n/texts.ts";

/** `18:30` of what somebody typed: `18:30`, `18.30`, `18h30`, `1830`, `18`, `6:30 pm`; null where it is no time. */
export function clockTyped(text: string): string | null {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/[\u00a0\u202f]/g, " ");
  const [, hour, minute = "00", half = ""] = SHORT.exec(typed) ?? WRITTEN.exec(typed) ?? [];
  if (hour === undefined) return null;
  const isHalf = /m/.test(half);
  const given = Number(hour);
  if (isHalf && (given < 1 || given > 12)) return null;
  const hours = isHalf ? (given % 12) + (half.startsWith("p") ? 12 : 0) : given;
  return hours > 23 || Number(minute) > 59 ? null : `${String(hours).padStart(2, "0")}:${minute}`;
}

const SHORT = /^(\d{1,2})(\d{2})$/;
const WRITTEN = /^(\d{1,2})(?: ?[:.hu] ?(\d{2}))? ?(am|pm|a\.m\.|p\.m\.|h|u|uur)?$/;

/** `18:30` as the reader's language writes it: `18:30`, `6:30 PM`; any other text as it is. */
export function clockWritten(time: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return time;
  const format = new Intl.DateTimeFormat(locale(), { timeStyle: "short", timeZone: "UTC" });
  return format.format(new Date(`2026-01-01T${time}Z`));
}
