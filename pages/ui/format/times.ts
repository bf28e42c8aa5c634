/** Instants as people read them. An instant is RFC 3339 text; a time zone is an IANA name. */

import { formatZone, knownZone, ownZone } from "../../i18n/format.ts";
import { locale } from "../../i18n/texts.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale(), zone, options]);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale(), { ...options, timeZone: knownZone(zone ?? ownZone()) });
    formats.set(key, made);
  }
  return made;
}

/** `Wed 4 Mar 2026, 18:00 (Paris, UTC+1)`; in the reader's own zone without `zone`. */
export function dateTime(instant: string, zone?: string): string {
  return `${dayAndTime(instant, zone)} (${zoneOf(instant, zone)})`;
}

function dayAndTime(instant: string, zone?: string): string {
  return `${date(instant, zone)}, ${hours(instant, zone)}`;
}

function zoneOf(instant: string, zone = ownZone()): string {
  return formatZone(new Date(instant), zone);
}

/** `Wed 4 Mar 2026`. */
export function date(instant: string, zone?: string): string {
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
  return format(zone, options).format(new Date(instant)).replace(",", "");
}

/** `18:00 (Paris, UTC+1)`. */
export function time(instant: string, zone?: string): string {
  return `${hours(instant, zone)} (${zoneOf(instant, zone)})`;
}

function hours(instant: string, zone?: string): string {
  return format(zone, { timeStyle: "short" }).format(new Date(instant));
}

/** `18:00:05`, where the zone is said beside. */
export function clock(instant: string, zone?: string): string {
  return format(zone, { timeStyle: "medium" }).format(new Date(instant));
}

/** `18:00:05.120`: to the millisecond, where it matters which side of a limit something was. */
export function preciseClock(instant: string, zone?: string): string {
  const options = {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  } as const;
  return format(zone, options).format(new Date(instant));
}

/** `Wed 4 Mar 2026, 18:00 – 19:00 (Paris, UTC+1)`, with the end's date where that is another day. */
export function span(from: string, to: string, zone?: string): string {
  const end = date(from, zone) === date(to, zone) ? hours(to, zone) : dayAndTime(to, zone);
  return `${dayAndTime(from, zone)} – ${end} (${zoneOf(from, zone)})`;
}

/** A local day `2026-03-04` as `4 Mar`. */
export function day(localDate: string): string {
  return format("UTC", { day: "numeric", month: "short" }).format(new Date(`${localDate}T00:00:00Z`));
}

/** A local day `2026-03-04` as `Wed 4 Mar`. */
export function longDay(localDate: string): string {
  const options = { weekday: "short", day: "numeric", month: "short" } as const;
  return format("UTC", options)
    .format(new Date(`${localDate}T00:00:00Z`))
    .replace(",", "");
}

/** The local day after `days` days, `2026-03-31` + 1 → `2026-04-01`. */
export function addDays(localDate: string, days: number): string {
  const moved = new Date(`${localDate}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** The time before `now` (ms), in the language's short words: `now`, `3 min. ago`, `il y a 2 h`. */
export function ago(instant: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(instant)) / 1000);
  const words = new Intl.RelativeTimeFormat(locale(), { style: "short", numeric: "always" });
  if (seconds < 5) return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(0, "second");
  if (seconds < 60) return words.format(-seconds, "second");
  if (seconds < 3600) return words.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return words.format(-Math.floor(seconds / 3600), "hour");
  return words.format(-Math.floor(seconds / 86_400), "day");
}
