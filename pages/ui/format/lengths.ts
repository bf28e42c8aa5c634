/** Lengths of time: typed by people in their language, and on the wire as `3 days`. */

import { locale } from "../../i18n/texts.ts";

export const UNITS = ["minutes", "hours", "days", "weeks", "months"] as const;
export type Unit = (typeof UNITS)[number];

export interface Length {
  /** As it was typed; a whole number from 1 on if it is right. */
  amount: string;
  unit: Unit;
}

/** The parts of a length as the API writes it: `3 days`, `1 week`. */
export function readLength(value: unknown): Length {
  const [, amount = "", name = ""] = /^(.*?)(?: (\S*))?$/.exec(String(value ?? "")) ?? [];
  return { amount, unit: UNITS.find((each) => each === name || each === `${name}s`) ?? "days" };
}

export function writeLength({ amount, unit }: Length): string {
  return `${amount} ${unit}`;
}

export function isLength({ amount }: Length): boolean {
  return /^\d{1,4}$/.test(amount) && Number(amount) > 0;
}

/**
 * What somebody typed for a length: `2`, `2 jours`, `2 uur`, `2 hours`, `2h`. A number alone keeps the unit that is
 * chosen; text that is no length is its amount, so that it is shown and refused as it was typed.
 */
export function lengthTyped(text: string, chosen: Unit, offered: readonly Unit[]): Length {
  const [, amount, word] = /^\s*(\d+)\s*(\p{L}*)\.?\s*$/u.exec(text) ?? [];
  const unit = word ? offered.find((each) => names(each).has(word.toLowerCase())) : chosen;
  return amount === undefined || unit === undefined
    ? { amount: text.trim(), unit: chosen }
    : { amount, unit };
}

/** The names of a unit, in the reader's language and in English, in full and short: `jours`, `jour`, `j`, `days`, `d`. */
function names(unit: Unit): ReadonlySet<string> {
  const found = new Set<string>();
  for (const tag of [locale(), "en"]) {
    for (const unitDisplay of ["long", "short", "narrow"] as const) {
      const format = new Intl.NumberFormat(tag, { style: "unit", unit: unit.slice(0, -1), unitDisplay });
      for (const amount of [1, 2]) {
        const parts = format.formatToParts(amount).filter(({ type }) => type === "unit");
        found.add(parts.map(({ value }) => value.replace(".", "").trim().toLowerCase()).join(""));
      }
    }
  }
  return found;
}
