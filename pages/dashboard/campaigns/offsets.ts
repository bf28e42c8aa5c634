/**
 * Lengths of time before or after a moment, as campaigns write them: "2 hours", "-3 days".
 *
 * Source: docs/audiences.md, Campaigns
 */

import { readLength, type Unit } from "../../ui/format/lengths.ts";

export type Direction = "before" | "at" | "after";

/** The direction, the number and the unit of an offset; the unit in the plural. */
export function readOffset(value: string): { direction: Direction; amount: string; unit: Unit } {
  const { amount, unit } = readLength(value.replace(/^-/, ""));
  const direction = amount === "0" ? "at" : value.startsWith("-") ? "before" : "after";
  return { direction, amount, unit };
}

export function writeOffset(direction: Direction, amount: string, unit: Unit): string {
  if (direction === "at") return `0 ${unit}`;
  return `${direction === "before" ? "-" : ""}${amount} ${unit}`;
}
