/** The dashboard's state by its socket's messages, and the check that the next one follows. Pure. */

import type { Dashboard } from "../../generated/messages.ts";
import { type Json, mergePatch } from "./merge_patch.ts";

export interface Frame {
  type: "snapshot" | "patch";
  /** Names the process that computes; another one's versions say nothing about ours. */
  epoch: string | number;
  version: number;
  data: { readonly [name: string]: Json };
}

export interface Held {
  readonly epoch: string | number;
  readonly version: number;
  readonly data: Dashboard;
}

/** Without a base, or after a missed message, only a fresh snapshot helps. */
export const GAP = "gap";

/** A text frame as a Frame; null for anything else, which a newer server may send. */
export function decode(text: string): Frame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { type, epoch, version, data } = value as Partial<Frame>;
  if (type !== "snapshot" && type !== "patch") return null;
  if (typeof version !== "number" || (typeof epoch !== "string" && typeof epoch !== "number")) return null;
  if (typeof data !== "object" || data === null) return null;
  return { type, epoch, version, data };
}

/** The state after `frame`: a snapshot always replaces, a patch applies only to the version before it. */
export function receive(held: Held | null, frame: Frame): Held | typeof GAP {
  const { epoch, version } = frame;
  if (frame.type === "snapshot") return { epoch, version, data: frame.data as unknown as Dashboard };
  if (held === null || held.epoch !== epoch || version !== held.version + 1) return GAP;
  const data = mergePatch(held.data as unknown as Json, frame.data) as unknown as Dashboard;
  return { epoch, version, data };
}
