/**
 * Numbers, lists, days and times as the reader's language writes them. A time never stands without the name of its zone.
 * `server/latecomer/i18n/format.py` writes the same on the server.
 */
import { city, locale, t } from "./texts.ts";

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

/** Names as a list: `a, b et c`. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(items);
}

/** The day of an instant: `28 novembre 2026`; in the reader's own zone where none is given. */
export function formatDay(at: Date, zone = ownZone()): string {
  return format(at, { dateStyle: "long" }, zone);
}

/** The time of an instant, and the zone: `15:00 (Paris, UTC+1)`. */
export function formatClock(at: Date, zone = ownZone()): string {
  return t("words-time-in-zone", {
    time: format(at, { timeStyle: "short" }, zone),
    zone: formatZone(at, zone),
  });
}

/** The day and time of an instant: `samedi 28 novembre 2026 à 15:00 (Paris, UTC+1)`. */
export function formatMoment(at: Date, zone = ownZone()): string {
  return t("words-moment", {
    weekday: format(at, { weekday: "long" }, zone),
    day: format(at, { dateStyle: "long" }, zone),
    time: format(at, { timeStyle: "short" }, zone),
    zone: formatZone(at, zone),
  });
}

/** The name of a zone and its offset at an instant: `Bruxelles, UTC+1`; a zone that is not known here is UTC. */
export function formatZone(at: Date, zone: string): string {
  const known = knownZone(zone);
  const offset = formatOffset(at, known);
  return /^(UTC|GMT$|Etc\/)/.test(known) ? offset : `${city(known)}, ${offset}`;
}

/** The offset of a zone at an instant: `UTC+5:30`, `UTC−3`, `UTC`. */
export function formatOffset(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: knownZone(zone), timeZoneName: "longOffset" });
  const name = parts.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /([+−-])(\d+):?(\d+)?/.exec(name) ?? [];
  const rest = minutes && minutes !== "00" ? `:${minutes}` : "";
  if (!sign || (Number(hours) === 0 && !rest)) return "UTC";
  return `UTC${sign === "+" ? "+" : "−"}${Number(hours)}${rest}`;
}

/** An amount of time, rounded down: `40 s`, `12 min`, `1 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return t("words-duration-seconds", { seconds: Math.floor(seconds) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t("words-duration-minutes", { minutes });
  return t("words-duration-hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Amounts in words, without those that are 0: `2 jours, 3 heures et 1 minute`. */
export function formatUnits(amounts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(amounts)
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => formatNumber(amount, { style: "unit", unit, unitDisplay: "long" }));
  return new Intl.ListFormat(locale(), { type: "unit" }).format(parts);
}

/** The reader's own zone, by its IANA name. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

function format(at: Date, options: Intl.DateTimeFormatOptions, zone: string): string {
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: knownZone(zone) }).format(at);
}

/** The zone, or UTC where the browser does not know it, and for `Factory`, the database's name for no zone at all. */
export function knownZone(zone: string): string {
  if (zone.toLowerCase() === "factory") return "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}
