/**
 * Lengths of time as campaigns write them: "2 hours", and with a sign before or after a moment: "-3 days".
 *
 * Source: docs/audiences.md, Campaigns
 */

export const UNITS = ["minutes", "hours", "days", "weeks", "months"] as const;
export type Unit = (typeof UNITS)[number];
export type Direction = "before" | "at" | "after";

/** The direction, the number and the unit of an offset; the unit in the plural. */
export function readOffset(value: string): { direction: Direction; amount: string; unit: Unit } {
  const [signed = "", word = "days"] = value.split(" ");
  const amount = signed.replace(/^-/, "");
  const plural = word.endsWith("s") ? word : `${word}s`;
  const unit = UNITS.find((each) => each === plural) ?? "days";
  const direction = amount === "0" ? "at" : signed.startsWith("-") ? "before" : "after";
  return { direction, amount, unit };
}

export function writeOffset(direction: Direction, amount: string, unit: Unit): string {
  if (direction === "at") return `0 ${unit}`;
  return `${direction === "before" ? "-" : ""}${amount} ${unit}`;
}
