/**
 * The media that come next, fetched ahead: each viewer at a random moment, so that a crowd does not come at once.
 *
 * Source: docs/automated.md, In step.
 */
import { type AnyItem, endMs, type StageItem } from "../../automated/rundown.ts";
import { fileOf } from "./film_source.ts";

/** An item is fetched between so many ms before its start. */
const EARLIEST_MS = 30_000;
const LATEST_MS = 10_000;

/** A file to fetch ahead, below the grant. */
export interface Ahead {
  kind: "film" | "picture";
  path: string;
}

/** @returns when to fetch what begins at `startMs`; `random` is from 0 to 1. The server gives nothing out earlier. */
export function fetchAt(startMs: number, random: number): number {
  return startMs - LATEST_MS - random * (EARLIEST_MS - LATEST_MS);
}

/** The file of a page of slides; pages are counted from 1. */
export function pageFile(id: string, page: number): string {
  return `${id}/page-${String(page).padStart(3, "0")}.webp`;
}

/**
 * The files to fetch ahead now: of the next item on stage, and the next page of slides on air.
 * @param soon the items of the next minute
 * @param random of this viewer and item, from 0 to 1
 */
export function ahead(
  item: StageItem | null,
  page: number | null,
  soon: readonly AnyItem[],
  programmeMs: number,
  random: (id: string) => number,
): Ahead[] {
  const found: Ahead[] = [];
  if (item?.kind === "slides" && page !== null && page < (item.pages ?? 1) && programmeMs < endMs(item))
    found.push({ kind: "picture", path: pageFile(item.id, page + 1) });
  for (const next of soon) {
    if (programmeMs < fetchAt(next.start_ms, random(next.id))) continue;
    if (next.kind === "video" || next.kind === "audio") {
      const path = fileOf(next, false);
      // A playlist is loaded by its player.
      if (!path.endsWith(".m3u8")) found.push({ kind: "film", path });
    }
    if (next.kind === "image") found.push({ kind: "picture", path: next.id });
    else if (next.kind === "slides") found.push({ kind: "picture", path: pageFile(next.id, 1) });
  }
  return found;
}
