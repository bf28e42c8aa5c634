/** Instants as people read them. An instant is RFC 3339 text; a time zone is an IANA name. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([zone, options]);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", zone ? { ...options, timeZone: zone } : options);
    formats.set(key, made);
  }
  return made;
}

/** `Wed 4 Mar 2026, 18:00`; in the reader's own zone without `zone`. */
export function dateTime(instant: string, zone?: string): string {
  return `${date(instant, zone)}, ${time(instant, zone)}`;
}

/** `Wed 4 Mar 2026`. */
export function date(instant: string, zone?: string): string {
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
  return format(zone, options).format(new Date(instant)).replace(",", "");
}

/** `18:00`. */
export function time(instant: string, zone?: string): string {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(instant));
}

/** `18:00:05`. */
export function clock(instant: string, zone?: string): string {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return format(zone, options).format(new Date(instant));
}

/** `18:00:05.120`: to the millisecond, where it matters which side of a limit something was. */
export function preciseClock(instant: string, zone?: string): string {
  return `${clock(instant, zone)}.${String(new Date(instant).getUTCMilliseconds()).padStart(3, "0")}`;
}

/** `Wed 4 Mar 2026, 18:00 – 19:00`, with the end's date where that is another day. */
export function span(from: string, to: string, zone?: string): string {
  const end = date(from, zone) === date(to, zone) ? time(to, zone) : dateTime(to, zone);
  return `${dateTime(from, zone)} – ${end}`;
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

/** How long before `now` (ms): `now`, `12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. */
export function ago(instant: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(instant)) / 1000);
  if (seconds < 5) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
