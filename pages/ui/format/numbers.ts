/** Numbers as the reader's language writes them. */

import { formatNumber } from "../../i18n/format.ts";
import { language } from "../../i18n/texts.ts";

/** `1234` → `1,234`. */
export function count(value: number): string {
  return formatNumber(value);
}

/** `7.25` → `7.3`, always one decimal. */
export function decimal(value: number): string {
  return formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** The share of `part` in `all`, `0%` without any; a share that is there is never shown as none, nor as all. */
export function percent(part: number, all: number): string {
  if (all <= 0 || part <= 0) return asPercent(0);
  const share = part / all;
  if (share < 0.01) return `< ${asPercent(0.01)}`;
  return asPercent(part < all ? Math.min(share, 0.99) : 1);
}

/** `0.25` → `25%`. */
export function asPercent(share: number): string {
  return formatNumber(share, { style: "percent" });
}

/** A position in the recording, `75` → `1:15`, `3675` → `1:01:15`. */
export function timeCode(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A watched time, `742.4` → `12m 22s`; under a minute with the digits that count there, `59.96` → `59.9s`. */
export function duration(seconds: number): string {
  if (seconds < 60) {
    const tenths = Math.floor(seconds * 10 + 1e-6) / 10;
    return inUnits([["second", tenths, Number.isInteger(tenths) ? 0 : 1]]);
  }
  const { hours, minutes, rest } = clockwork(Math.floor(seconds));
  if (hours > 0) {
    return inUnits([
      ["hour", hours, 0],
      ["minute", minutes, 0],
    ]);
  }
  return inUnits([
    ["minute", minutes, 0],
    ["second", rest, 0],
  ]);
}

/** The same to the millisecond, `60.019` → `1m 00.019s`: where it matters on which side of a limit it is. */
export function exactDuration(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const digits = ms % 1000 === 0 ? 0 : 3;
  const { hours, minutes, rest } = clockwork(Math.floor(ms / 1000));
  const end = ["second", rest + (ms % 1000) / 1000, digits] as const;
  if (ms < 60_000) return inUnits([end]);
  const middle = ["minute", minutes, 0] as const;
  return inUnits(hours > 0 ? [["hour", hours, 0], middle, end] : [middle, end]);
}

function clockwork(total: number): { hours: number; minutes: number; rest: number } {
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), rest: total % 60 };
}

/** Amounts with their units side by side; all but the first in two digits. */
function inUnits(amounts: readonly (readonly [unit: string, value: number, digits: number])[]): string {
  return amounts
    .map(([unit, value, digits], index) =>
      formatNumber(value, {
        style: "unit",
        unit,
        // Narrow units stand without a space, which French and Dutch do not write.
        unitDisplay: language() === "en" ? "narrow" : "short",
        minimumIntegerDigits: index === 0 ? 1 : 2,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
    )
    .join(" ");
}

/** What somebody typed for a length: `90`, `1:30` or `1:01:30`, as seconds; null when it is none. */
export function parseDuration(text: string): number | null {
  const parts = text.trim().split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d+(\.\d+)?$/.test(part))) return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}
