/**
 * The arithmetic of a rundown while it is edited: where an item may lie, and what is wrong with a plan.
 *
 * `server/latecomer/automated/rules/validation.py` has the same limits; `tests/automated/vectors/times.json` holds the
 * two together. Times are whole ms of programme time, intervals are half-open.
 *
 * Source: docs/automated.md, The rundown
 */
import type { Asset, Item, ItemKind } from "../../generated/api.ts";

export const MIN_ITEM_MS = 1000;
export const MAX_PROGRAMME_MS = 12 * 60 * 60 * 1000;
export const MAX_ITEMS = 500;
export const MAX_OVERLAYS_AT_ONCE = 3;
/** What begins sooner than this is fixed while the webinar runs. */
export const FREEZE_MS = 30_000;

/** An item of the plan. Those of a rundown that was not saved yet have ids of this page's own. */
export interface Planned extends Item {
  id: string;
}

export interface Fault {
  id: string;
  code: "negative_start" | "too_short" | "too_long" | "overlap" | "too_many_at_once" | "too_many_items";
}

const STAGE: ReadonlySet<ItemKind> = new Set(["video", "audio", "image", "slides", "take_over"]);

const LENGTHS_MS: Partial<Record<ItemKind, number>> = {
  image: 10_000,
  announcement: 30_000,
  call_to_action: 60_000,
  poll: 60_000,
  survey: 120_000,
  handout: 120_000,
};
const PAGE_MS = 10_000;

export function isOnStage({ kind }: Pick<Item, "kind">): boolean {
  return STAGE.has(kind);
}

/** The first ms at which an item is no longer on air; the end of all programmes for a take over that goes on. */
export function endOf({ start_ms, duration_ms }: Item): number {
  return duration_ms === undefined ? MAX_PROGRAMME_MS : start_ms + duration_ms;
}

/** Where the last item of either track ends. */
export function programmeEnd(items: readonly Planned[]): number {
  return Math.max(0, ...items.map((each) => (each.duration_ms === undefined ? each.start_ms : endOf(each))));
}

export function byStart(items: readonly Planned[]): Planned[] {
  return [...items].sort((one, other) => one.start_ms - other.start_ms || (one.id < other.id ? -1 : 1));
}

/** How long an item lasts unless somebody says so: as long as its file, where that has a length. */
export function usualLength(kind: ItemKind, asset: Asset | undefined): number {
  if (kind === "slides") return PAGE_MS * Math.max(1, asset?.pages ?? 1);
  return Math.max(MIN_ITEM_MS, asset?.duration_ms ?? LENGTHS_MS[kind] ?? 60_000);
}

/** What is wrong with the times of a plan, in the order of its items. */
export function faults(items: readonly Planned[]): Fault[] {
  const [first] = items;
  if (first && items.length > MAX_ITEMS) return [{ id: first.id, code: "too_many_items" }];
  return [...items.flatMap(timeFaults), ...overlaps(items), ...tooManyAtOnce(items)];
}

function timeFaults(item: Planned): Fault[] {
  const { id, kind, start_ms, duration_ms } = item;
  if (kind === "take_over") return [];
  const found: Fault[] = [];
  if (start_ms < 0) found.push({ id, code: "negative_start" });
  if (duration_ms === undefined) return found;
  if (duration_ms < MIN_ITEM_MS) found.push({ id, code: "too_short" });
  if (duration_ms > MAX_PROGRAMME_MS || endOf(item) > MAX_PROGRAMME_MS) found.push({ id, code: "too_long" });
  return found;
}

function overlaps(items: readonly Planned[]): Fault[] {
  let reached_ms = -1;
  const found: Fault[] = [];
  const stage = items.filter((each) => isOnStage(each) && each.duration_ms !== undefined);
  for (const item of stage.sort((one, other) => one.start_ms - other.start_ms)) {
    if (item.start_ms < reached_ms) found.push({ id: item.id, code: "overlap" });
    reached_ms = Math.max(reached_ms, endOf(item));
  }
  return found;
}

function tooManyAtOnce(items: readonly Planned[]): Fault[] {
  let open: number[] = [];
  const found: Fault[] = [];
  const overlays = items.filter((each) => !isOnStage(each));
  for (const item of overlays.sort((one, other) => one.start_ms - other.start_ms)) {
    open = [...open.filter((end_ms) => end_ms > item.start_ms), endOf(item)];
    if (open.length > MAX_OVERLAYS_AT_ONCE) found.push({ id: item.id, code: "too_many_at_once" });
  }
  return found;
}

export interface Stretch {
  /** The earliest start, and the latest end, without touching a neighbour. */
  from_ms: number;
  to_ms: number;
}

/** The free stretch around an item: up to its neighbours on stage; overlays have the whole programme. */
export function stretchOf(items: readonly Planned[], item: Planned, floor_ms = 0): Stretch {
  if (!isOnStage(item)) return { from_ms: floor_ms, to_ms: MAX_PROGRAMME_MS };
  const others = items.filter((each) => isOnStage(each) && each.id !== item.id);
  const before = others.filter((each) => each.start_ms < item.start_ms || endOf(each) <= item.start_ms);
  const after = others.filter((each) => each.start_ms >= item.start_ms && !before.includes(each));
  return {
    from_ms: Math.max(floor_ms, ...before.map(endOf)),
    to_ms: Math.min(MAX_PROGRAMME_MS, ...after.map(({ start_ms }) => start_ms)),
  };
}

/** The start nearest to `wanted_ms` at which an item of this length fits, on stage between the others. */
export function freeStart(
  items: readonly Planned[],
  item: Pick<Planned, "id" | "kind" | "duration_ms">,
  wanted_ms: number,
  floor_ms = 0,
): number {
  const length_ms = item.duration_ms ?? MIN_ITEM_MS;
  const latest_ms = Math.max(floor_ms, MAX_PROGRAMME_MS - length_ms);
  const clamped_ms = Math.min(latest_ms, Math.max(floor_ms, Math.round(wanted_ms)));
  if (!isOnStage(item)) return clamped_ms;
  const others = byStart(items.filter((each) => isOnStage(each) && each.id !== item.id));
  let best: number | null = null;
  let from_ms = floor_ms;
  for (const to_ms of [...others.map(({ start_ms }) => start_ms), MAX_PROGRAMME_MS]) {
    if (to_ms - from_ms >= length_ms) {
      const here_ms = Math.min(to_ms - length_ms, Math.max(from_ms, clamped_ms));
      if (best === null || Math.abs(here_ms - clamped_ms) < Math.abs(best - clamped_ms)) best = here_ms;
    }
    const next = others.find(({ start_ms }) => start_ms === to_ms);
    if (next) from_ms = Math.max(from_ms, endOf(next));
  }
  return best ?? Math.min(latest_ms, from_ms);
}

/** The item at another start, as near to it as it fits. */
export function moved(items: readonly Planned[], item: Planned, to_ms: number, floor_ms = 0): Planned {
  return { ...item, start_ms: freeStart(items, item, to_ms, floor_ms) };
}

/** The item with another beginning and the same end; a film begins as much later in its file. */
export function startMoved(items: readonly Planned[], item: Planned, to_ms: number, floor_ms = 0): Planned {
  const free = stretchOf(items, item, floor_ms);
  const isFilm = item.kind === "video" || item.kind === "audio";
  const from_file_ms = item.media_from_ms ?? 0;
  const earliest_ms = isFilm ? Math.max(free.from_ms, item.start_ms - from_file_ms) : free.from_ms;
  const start_ms = Math.round(Math.min(endOf(item) - MIN_ITEM_MS, Math.max(earliest_ms, to_ms)));
  const shift_ms = start_ms - item.start_ms;
  const changed = withLength({ ...item, start_ms }, (item.duration_ms ?? 0) - shift_ms);
  return isFilm ? { ...changed, media_from_ms: from_file_ms + shift_ms } : changed;
}

/** The item with another end, up to its neighbour. */
export function endMoved(items: readonly Planned[], item: Planned, to_ms: number, floor_ms = 0): Planned {
  const { to_ms: limit_ms } = stretchOf(items, item);
  const end_ms = Math.min(limit_ms, Math.max(item.start_ms + MIN_ITEM_MS, floor_ms, to_ms));
  return withLength(item, Math.round(end_ms) - item.start_ms);
}

/** The item with another length; times of single pages fit the old one alone, and a poll closes within its time. */
export function withLength(item: Planned, duration_ms: number): Planned {
  if (duration_ms === item.duration_ms) return item;
  const { page_ms: _, ...rest } = item;
  const changed: Planned = { ...rest, duration_ms };
  if (item.closes_ms !== undefined) changed.closes_ms = Math.min(item.closes_ms, duration_ms);
  if (item.published_ms !== undefined) changed.published_ms = Math.min(item.published_ms, duration_ms);
  return changed;
}

/** The moment, moved to the nearest edge of another item or mark that is less than `within_ms` away. */
export function snapped(
  items: readonly Planned[],
  item: Planned,
  at_ms: number,
  within_ms: number,
  marks_ms: readonly number[] = [],
): number {
  const others = items.filter((each) => each.id !== item.id && each.duration_ms !== undefined);
  const edges = [0, ...marks_ms, ...others.flatMap((each) => [each.start_ms, endOf(each)])];
  let best = at_ms;
  let distance = within_ms;
  for (const edge of edges) {
    if (Math.abs(edge - at_ms) < distance) {
      best = edge;
      distance = Math.abs(edge - at_ms);
    }
  }
  return best;
}

/** The plan with one item in the place of the one with its id; at its end where there is none. */
export function withItem(items: readonly Planned[], item: Planned): Planned[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((each) => (each.id === item.id ? item : each))
    : [...items, item];
}

export interface Change {
  id: string;
  title: string;
  what: "added" | "changed" | "removed";
}

/** The differences between two versions, by item. */
export function changes(before: readonly Planned[], after: readonly Planned[]): Change[] {
  const old = new Map(before.map((each) => [each.id, each]));
  const found: Change[] = [];
  for (const item of after) {
    const was = old.get(item.id);
    old.delete(item.id);
    const title = item.title ?? item.text ?? "";
    if (!was) found.push({ id: item.id, title, what: "added" });
    else if (!same(was, item)) found.push({ id: item.id, title, what: "changed" });
  }
  for (const { id, title, text } of old.values())
    found.push({ id, title: title ?? text ?? "", what: "removed" });
  return found;
}

/** My changes to `base` on top of theirs: what I did not touch is theirs, what I touched is mine. */
export function onTop(
  base: readonly Planned[],
  mine: readonly Planned[],
  theirs: readonly Planned[],
): Planned[] {
  const before = new Map(base.map((each) => [each.id, each]));
  const own = new Map(mine.map((each) => [each.id, each]));
  const kept = theirs.flatMap((each) => {
    const was = before.get(each.id);
    const now = own.get(each.id);
    if (!was) return [each];
    if (!now) return same(was, each) ? [] : [each];
    return [same(was, now) ? each : now];
  });
  const there = new Set(theirs.map(({ id }) => id));
  const more = mine.filter((each) => {
    const was = before.get(each.id);
    return !there.has(each.id) && (!was || !same(was, each));
  });
  return [...kept, ...more.map((each) => (before.has(each.id) ? { ...each, id: newId() } : each))];
}

export function same(one: Planned, other: Planned): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(item: Planned): [string, unknown][] {
  return Object.entries(item)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

const NEW = "new-";

export function newId(): string {
  return `${NEW}${crypto.randomUUID().slice(0, 30)}`;
}

export function isNew(id: string): boolean {
  return id.startsWith(NEW);
}

/** An item as it is saved: the server gives new ones their ids. */
export function wire({ id, ...item }: Planned): Item {
  return isNew(id) ? item : { ...item, id };
}
