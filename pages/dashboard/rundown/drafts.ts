/** Drafts: changes to a rundown that are not saved, kept in this browser by webinar. */
import type { Rundown } from "../../generated/api.ts";
import type { Planned } from "./editing.ts";

export interface Plan {
  buffer_s: number;
  items: readonly Planned[];
}

export interface Draft extends Plan {
  /** The version that was edited, and its items. */
  version: number;
  base: readonly Planned[];
  /** When it was last changed, ms since the epoch. */
  changed_at: number;
}

const key = (webinar: string) => `latecomer-rundown-${webinar}`;

export function readDraft(webinar: string): Draft | null {
  try {
    const read = JSON.parse(localStorage.getItem(key(webinar)) ?? "null") as Draft | null;
    return read && Array.isArray(read.items) && Array.isArray(read.base) ? read : null;
  } catch {
    return null;
  }
}

export function keepDraft(webinar: string, draft: Draft): void {
  try {
    localStorage.setItem(key(webinar), JSON.stringify(draft));
  } catch {
    // Without a store a draft lasts as long as the page.
  }
}

export function dropDraft(webinar: string): void {
  try {
    localStorage.removeItem(key(webinar));
  } catch {
    // There was none to drop.
  }
}

/** The items of a saved rundown; the server gives each an id. */
export function planOf({ buffer_s, items }: Rundown): Plan {
  return {
    buffer_s,
    items: items.flatMap((each) => (each.id === undefined ? [] : [{ ...each, id: each.id }])),
  };
}
