/**
 * A rundown: what an automated webinar plays when, as items on two tracks.
 *
 * The fields are those of the wire. Every `_ms` of an item counts from the webinar's start (programme time), but for
 * `closes_ms` and `published_ms`, which count from the item's own start, and `media_from_ms`, which counts from the
 * start of its media. Intervals are half-open.
 *
 * Source: docs/automated.md, The rundown
 */

/** The time before an item's start from which it is announced, so that players can load it. */
export const SOON_MS = 60_000;

/** The end of an item that has none yet. */
export const OPEN_END_MS = Number.MAX_SAFE_INTEGER;

interface Item {
  readonly id: string;
  readonly start_ms: number;
  readonly title?: string;
}

interface Timed extends Item {
  readonly duration_ms: number;
}

interface Media extends Timed {
  readonly asset_id?: string;
  /** The position in its media at which the item begins. */
  readonly media_from_ms?: number;
  /** The item that a take over cut, which this one goes on with. */
  readonly continues?: string;
}

/** Beyond `asset_ms` a film holds its last frame. */
export interface Video extends Media {
  readonly kind: "video";
  readonly asset_ms?: number;
  /** The files to choose from, the best first; a playlist has them in it. */
  readonly qualities?: readonly string[];
}

export interface Audio extends Media {
  readonly kind: "audio";
  readonly asset_ms?: number;
}

export interface Image extends Media {
  readonly kind: "image";
}

/** Pages that are shown for their `page_ms`, or all equally long. */
export interface Slides extends Media {
  readonly kind: "slides";
  readonly pages?: number;
  readonly page_ms?: readonly number[];
}

/** The time for which a host or presenter is live; without `duration_ms` it goes on. */
export interface TakeOver extends Item {
  readonly kind: "take_over";
  readonly to: "live_url" | "slate" | "chat";
  /** The position at which the rundown stopped. */
  readonly stopped_ms: number;
  readonly duration_ms?: number;
  readonly url?: string;
  readonly message?: string;
}

interface Overlay extends Timed {
  readonly in_replay?: boolean;
}

export interface CallToAction extends Overlay {
  readonly kind: "call_to_action";
  readonly text: string;
  readonly button: string;
  readonly url: string;
  readonly colour?: string;
}

export interface Handout extends Overlay {
  readonly kind: "handout";
  readonly asset_id?: string;
}

export interface Announcement extends Overlay {
  readonly kind: "announcement";
  readonly text: string;
}

export type PollState = "open" | "closed" | "published";

export interface Question {
  readonly id: string;
  readonly type: "single" | "several" | "rating" | "yes_no" | "text" | "long_text";
  readonly text: string;
  readonly options?: readonly { readonly id: string; readonly text: string }[];
  readonly min?: number;
  readonly max?: number;
  readonly required?: boolean;
}

interface Questions extends Overlay {
  readonly questions: readonly Question[];
  readonly results?: "never" | "after_answering" | "after_closing" | "always";
  readonly closes_ms?: number;
  readonly published_ms?: number;
  /** Changes of the state that a host made by hand, in programme time. */
  readonly cues?: readonly { readonly at_ms: number; readonly state: PollState }[];
}

export interface Poll extends Questions {
  readonly kind: "poll";
}

export interface Survey extends Questions {
  readonly kind: "survey";
}

export type MediaItem = Video | Audio | Image | Slides;
export type StageItem = MediaItem | TakeOver;
export type OverlayItem = CallToAction | Poll | Survey | Handout | Announcement;
export type AnyItem = StageItem | OverlayItem;

/** The kinds of the stage's track; every other kind lies over it. */
const STAGE_KINDS: ReadonlySet<string> = new Set(["video", "audio", "image", "slides", "take_over"]);

export function isStage(item: AnyItem): item is StageItem {
  return STAGE_KINDS.has(item.kind);
}

/** @returns the first ms at which `item` is no longer on air */
export function endMs(item: AnyItem): number {
  return item.duration_ms === undefined ? OPEN_END_MS : item.start_ms + item.duration_ms;
}

/** @returns where each page begins, in ms of the item's media */
export function pageStartsMs(item: Slides): number[] {
  const { pages = 1, page_ms, media_from_ms = 0 } = item;
  if (page_ms) {
    let startMs = 0;
    return page_ms.map((ms) => {
      startMs += ms;
      return startMs - ms;
    });
  }
  const totalMs = media_from_ms + item.duration_ms;
  return Array.from({ length: pages }, (_, page) => Math.floor((page * totalMs) / pages));
}

/** One version of what a webinar plays, in the order of the starts. */
export class Rundown {
  readonly version: number;
  readonly items: readonly AnyItem[];
  readonly stage: readonly StageItem[];
  readonly overlays: readonly OverlayItem[];
  /** The moments, in programme time and ascending, at which something other than a playing medium changes. */
  readonly changesMs: readonly number[];
  readonly openTakeOver: TakeOver | null;
  /** The end of the last item of either track; an open take over counts up to its start. */
  readonly endMs: number;

  constructor(version: number, items: readonly AnyItem[]) {
    this.version = version;
    this.items = [...items].sort((a, b) => a.start_ms - b.start_ms || (a.id < b.id ? -1 : 1));
    this.stage = this.items.filter(isStage);
    this.overlays = this.items.filter((item): item is OverlayItem => !isStage(item));
    this.changesMs = [...new Set([0, ...this.items.flatMap(changesMs)])].sort((a, b) => a - b);
    this.openTakeOver =
      this.stage.find(
        (item): item is TakeOver => item.kind === "take_over" && item.duration_ms === undefined,
      ) ?? null;
    this.endMs = Math.max(
      0,
      ...this.items.map((item) => (item.duration_ms === undefined ? item.start_ms : endMs(item))),
    );
  }
}

function changesMs(item: AnyItem): number[] {
  const moments = [item.start_ms - SOON_MS, item.start_ms];
  if (item.duration_ms === undefined) return moments;
  const end = endMs(item);
  moments.push(end);
  if (item.kind === "slides") {
    for (const pageMs of pageStartsMs(item)) {
      const atMs = item.start_ms + pageMs - (item.media_from_ms ?? 0);
      if (item.start_ms < atMs && atMs < end) moments.push(atMs);
    }
  }
  if (item.kind === "poll" || item.kind === "survey") {
    for (const cue of item.cues ?? []) moments.push(cue.at_ms);
    for (const cueMs of [item.closes_ms, item.published_ms])
      if (cueMs !== undefined) moments.push(item.start_ms + cueMs);
  }
  return moments;
}
