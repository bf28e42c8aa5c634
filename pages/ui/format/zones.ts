/** Wall-clock text of a form (`2026-03-04T18:00`) to an instant and back, in a time zone. */

import { knownZone, ownZone } from "../../i18n/format.ts";
import { RENAMED } from "./renamed_zones.ts";

/** The instant in ms as the wall clock of `zone` shows it, in the form's format to the minute. */
export function toWall(instant: number, zone: string): string {
  return new Date(instant + offsetMs(instant, zone)).toISOString().slice(0, 16);
}

/**
 * The instant at which the clocks of `zone` show `wall`.
 * A wall time that a clock change skips is read with the offset from before it; one that it repeats, as the first.
 * @returns RFC 3339 text in UTC; null when `wall` is no time.
 */
export function fromWall(wall: string, zone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const before = asUtc - offsetMs(asUtc - 86_400_000, zone);
  const after = asUtc - offsetMs(asUtc + 86_400_000, zone);
  const shown = (instant: number) => instant + offsetMs(instant, zone) === asUtc;
  const instant = shown(before) ? before : shown(after) ? after : before;
  return new Date(instant).toISOString();
}

/** The reader's own zone, by its current name. */
export function homeZone(): string {
  return currentName(ownZone());
}

/** The current name of a zone, `Europe/Kyiv` for `europe/kiev`; any other text as it is. */
function currentName(zone: string): string {
  const written = zone.toLowerCase();
  return Object.entries(RENAMED).find(([old]) => old.toLowerCase() === written)?.[1] ?? zone;
}

/** Every zone that the browser knows, by its current name: the reader's own first, then UTC. */
export function zones(): string[] {
  return [...new Set([homeZone(), "UTC", ...Intl.supportedValuesOf("timeZone").map(currentName).sort()])];
}

/** Whether this browser knows a zone of that name. */
export function isZone(zone: string): boolean {
  return zone.trim() !== "" && knownZone(zone) === zone;
}

/** The zone that somebody means who typed its name or its city; null where no zone, or more than one, is called so. */
export function zoneCalled(
  typed: string,
  offers: readonly (readonly [zone: string, words: string])[],
): string | null {
  const text = plain(currentName(typed.trim().replaceAll(" ", "_")));
  const named = offers.find(([zone]) => plain(zone) === text);
  if (named) return named[0];
  // By the city in the page's language, or as the database calls it.
  const cities = offers.filter(
    ([zone, words]) => plain(words).startsWith(`${text},`) || plain(zone).endsWith(`/${text}`),
  );
  return cities.length === 1 && cities[0] ? cities[0][0] : null;
}

/** A name without accents, in lower case. */
function plain(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("_", " ").toLowerCase();
}

function offsetMs(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    // One that this browser does not know is read as UTC, in both directions.
    timeZone: knownZone(zone),
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - Math.floor(instant / 1000) * 1000;
}
