/** A member's intervals, gathered into sittings that can be drawn. Pure. */

import type { ModeWatch } from "../../generated/api.ts";

/** Stretches closer than this belong to one sitting. */
const APART_MS = 15 * 60_000;

export interface Stretch {
  from: number;
  to: number;
}

export interface Sitting extends Stretch {
  mode: "live" | "on_demand";
  stretches: Stretch[];
  /** Length of the union in it, seconds. */
  watched_s: number;
}

/** Sittings, newest first. The stretches of one mode are disjoint already: the server's union. */
export function sittings(live: ModeWatch, onDemand: ModeWatch): Sitting[] {
  const all = [...gather(live, "live"), ...gather(onDemand, "on_demand")];
  return all.sort((one, other) => other.from - one.from);
}

function gather(watch: ModeWatch, mode: Sitting["mode"]): Sitting[] {
  const found: Sitting[] = [];
  for (const [fromText, toText] of watch.intervals) {
    const stretch = { from: Date.parse(fromText), to: Date.parse(toText) };
    const last = found.at(-1);
    if (last && stretch.from - last.to <= APART_MS) {
      last.stretches.push(stretch);
      last.to = stretch.to;
      last.watched_s += (stretch.to - stretch.from) / 1000;
    } else {
      found.push({ ...stretch, mode, stretches: [stretch], watched_s: (stretch.to - stretch.from) / 1000 });
    }
  }
  return found;
}

/** The place and width of a range in a whole, in percent. */
export function place(from: number, to: number, start: number, end: number): { left: string; width: string } {
  const whole = Math.max(1e-9, end - start);
  const left = (100 * (from - start)) / whole;
  return { left: `${left.toFixed(3)}%`, width: `${Math.max(0, (100 * (to - from)) / whole).toFixed(3)}%` };
}

/** The gaps in `covered` up to `whole` seconds. */
export function gaps(covered: readonly (readonly [number, number])[], whole: number): [number, number][] {
  const missing: [number, number][] = [];
  let at = 0;
  for (const [from, to] of covered) {
    if (from > at) missing.push([at, from]);
    at = Math.max(at, to);
  }
  if (at < whole) missing.push([at, whole]);
  return missing;
}
