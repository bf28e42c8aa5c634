/**
 * What a rundown shows at a moment: the same answer for every viewer, in the page and on the server.
 *
 * `server/latecomer/automated/rules/on_air.py` is the same function; `tests/automated/vectors/on_air.json` holds the
 * two together.
 *
 * Source: docs/automated.md, What is on air
 */
import {
  type AnyItem,
  endMs,
  OPEN_END_MS,
  type OverlayItem,
  type PollState,
  pageStartsMs,
  type Rundown,
  SOON_MS,
  type StageItem,
  type TakeOver,
} from "./rundown.ts";

export type Phase = "before" | "running" | "taken_over" | "buffer" | "ended";

/** The item on stage: `mediaMs` is the position in its media, `page` the slide, from 1. */
export interface StageOnAir {
  item: StageItem;
  mediaMs: number;
  page: number | null;
}

export interface OverlayOnAir {
  item: OverlayItem;
  state: PollState;
}

/** The items that every viewer sees at `at`; `stage` is null before, after, and in a gap. Instants are ms since the epoch. */
export interface OnAir {
  at: number;
  version: number;
  phase: Phase;
  programmeMs: number;
  endsAt: number;
  stage: StageOnAir | null;
  overlays: OverlayOnAir[];
  /** The time at which this answer changes by itself, null when it never does. */
  nextAt: number | null;
  /** The items that begin within the next 60 s, for loading ahead. */
  soon: AnyItem[];
}

/** @returns what `rundown` shows at `now`, which is room time; nothing is on air from `endsAt` on */
export function onAir(rundown: Rundown, startsAt: number, endsAt: number, now: number): OnAir {
  const programmeMs = now - startsAt;
  const { version } = rundown;
  const answer = { at: now, version, programmeMs, endsAt };
  if (now >= endsAt) {
    return { ...answer, phase: "ended", stage: null, overlays: [], nextAt: null, soon: [] };
  }
  const open = rundown.openTakeOver;
  const taken = open && programmeMs >= open.start_ms ? open : null;
  const stage = taken ? stageOnAir(taken, programmeMs) : stageAt(rundown, programmeMs);
  return {
    ...answer,
    phase: phaseOf(rundown, stage, programmeMs),
    stage,
    overlays: taken
      ? overlaysInTakeOver(rundown, taken, programmeMs)
      : rundown.overlays
          .filter((item) => item.start_ms <= programmeMs && programmeMs < endMs(item))
          .map((item) => ({ item, state: stateOf(item, programmeMs, programmeMs) })),
    nextAt: nextAt(rundown, startsAt, endsAt, programmeMs),
    soon: taken ? [] : soonAt(rundown, programmeMs, endsAt - startsAt),
  };
}

/** @returns where `item` is at `programmeMs`, which lies within it */
export function stageOnAir(item: StageItem, programmeMs: number): StageOnAir {
  const elapsedMs = programmeMs - item.start_ms;
  if (item.kind === "take_over") return { item, mediaMs: elapsedMs, page: null };
  const mediaMs = (item.media_from_ms ?? 0) + elapsedMs;
  switch (item.kind) {
    case "video":
    case "audio":
      return { item, mediaMs: Math.min(mediaMs, item.asset_ms ?? OPEN_END_MS), page: null };
    case "slides":
      return { item, mediaMs, page: pageStartsMs(item).filter((startMs) => startMs <= mediaMs).length };
    case "image":
      return { item, mediaMs, page: null };
  }
}

function stageAt(rundown: Rundown, programmeMs: number): StageOnAir | null {
  const item = rundown.stage.findLast(({ start_ms }) => start_ms <= programmeMs);
  return item && programmeMs < endMs(item) ? stageOnAir(item, programmeMs) : null;
}

/** A state set by hand stands; otherwise the planned one for `plannedMs`. */
function stateOf(item: OverlayItem, programmeMs: number, plannedMs: number): PollState {
  if (item.kind !== "poll" && item.kind !== "survey") return "open";
  const byHand = item.cues?.findLast((cue) => cue.at_ms <= programmeMs);
  if (byHand) return byHand.state;
  const elapsedMs = plannedMs - item.start_ms;
  if (item.published_ms !== undefined && elapsedMs >= item.published_ms) return "published";
  if (item.closes_ms !== undefined && elapsedMs >= item.closes_ms) return "closed";
  return "open";
}

/** The overlays that were open when the rundown stopped, and those that a host opened since. */
function overlaysInTakeOver(rundown: Rundown, taken: TakeOver, programmeMs: number): OverlayOnAir[] {
  const shown: OverlayOnAir[] = [];
  for (const item of rundown.overlays) {
    if (item.start_ms <= taken.stopped_ms && taken.stopped_ms < endMs(item)) {
      shown.push({ item, state: stateOf(item, programmeMs, taken.stopped_ms) });
    } else if (isOpenedByHand(item) && item.start_ms <= programmeMs && programmeMs < endMs(item)) {
      shown.push({ item, state: stateOf(item, programmeMs, programmeMs) });
    }
  }
  return shown;
}

function isOpenedByHand(item: OverlayItem): boolean {
  return (item.kind === "poll" || item.kind === "survey") && item.cues?.[0]?.at_ms === item.start_ms;
}

function phaseOf(rundown: Rundown, stage: StageOnAir | null, programmeMs: number): Phase {
  if (programmeMs < 0) return "before";
  if (stage?.item.kind === "take_over") return "taken_over";
  return programmeMs < rundown.endMs ? "running" : "buffer";
}

function nextAt(rundown: Rundown, startsAt: number, endsAt: number, programmeMs: number): number {
  const nextMs = rundown.changesMs.find((atMs) => atMs > programmeMs);
  return nextMs === undefined ? endsAt : Math.min(startsAt + nextMs, endsAt);
}

function soonAt(rundown: Rundown, programmeMs: number, endsMs: number): AnyItem[] {
  const untilMs = Math.min(programmeMs + SOON_MS, endsMs - 1);
  return rundown.items.filter(({ start_ms }) => start_ms > programmeMs && start_ms <= untilMs);
}
