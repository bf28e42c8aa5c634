/**
 * Drift control: keeps a player at the position that everybody sees, with as few interventions as possible.
 *
 * A small drift is left alone, a larger one is caught up by playing slightly faster or slower, a large one by seeking,
 * and never in a loop: a link that is slower than the medium plays on late. Pure: told what a player does, it says what
 * to do. Times are seconds of the medium, but for `nowMs`, which is monotonic.
 *
 * Source: docs/automated.md, In step
 */

/** A player's action at a moment. */
export interface Look {
  nowMs: number;
  /** The common position of all viewers. */
  targetS: number;
  positionS: number;
  /** The length of the buffer ahead of the position. */
  bufferedS: number;
  /** True when the target lies in the buffer. */
  isTargetBuffered: boolean;
  /** The rest of the item by the clock. */
  remainingS: number;
  isPaused: boolean;
  isSeeking: boolean;
  /** True when a change of rate cannot be heard (not in Safari). */
  canNudge: boolean;
}

export type Action = { kind: "none" } | { kind: "rate"; rate: number } | { kind: "seek"; toS: number };

/** The tolerated deviation, in s. */
export const DEAD_ZONE_S = 0.25;
const NUDGE_END_S = 0.1;
/** A drift between the dead zone and this is nudged only if it stays. */
const NUDGE_AT_ONCE_S = 0.5;
const STAYS_MS = 3_000;
export const SEEK_S = 2;
/** The lag at which a slow link's player jumps: with the time that the jump takes it is at most 10 s late. */
export const LATE_S = 6;
const FAST = 1.05;
const SLOW = 0.95;
const NUDGE_REST_MS = 10_000;
const HANDS_OFF_S = 2;
const CALM_S = 3;
const MAX_SEEK_COST_S = 1.5;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 30_000;
/** In step for this long, and the next seek waits no longer. */
const SETTLED_MS = 10_000;
/** After a seek that helped the next one waits no longer than this. */
const HELPED_MS = 10_000;

const NONE: Action = { kind: "none" };

export class DriftControl {
  #rate = 1;
  #nudgeEndedMs = Number.NEGATIVE_INFINITY;
  #offSinceMs: number | null = null;
  #isCalming = false;
  #backOffMs = 0;
  #seekAllowedMs = Number.NEGATIVE_INFINITY;
  #inStepSinceMs: number | null = null;
  #seekBeganMs: number | null = null;
  #lastSeekMs = Number.NEGATIVE_INFINITY;
  #hasSeekHelped = false;
  #seekCostS = 0;
  #hasJustArrived = false;

  /** An item begins here: where loading it took a moment, that is made up at once, by one seek. */
  arrived(): void {
    this.#hasJustArrived = true;
  }

  /** The player ran dry: play on at the normal rate until enough is buffered. */
  stalled(): void {
    this.#isCalming = true;
  }

  /** @returns what to do now; a rate stays until another is named */
  look(look: Look): Action {
    if (look.isSeeking) {
      this.#seekBeganMs ??= look.nowMs;
      return this.#setRate(1, look.nowMs);
    }
    this.#learnSeekCost(look);
    if (this.#isCalming && look.bufferedS >= CALM_S) this.#isCalming = false;
    const offS = look.targetS - look.positionS;
    const byS = Math.abs(offS);
    this.#noteStep(byS, look.nowMs);
    if (look.isPaused || look.remainingS < HANDS_OFF_S) return this.#setRate(1, look.nowMs);
    if (this.#hasJustArrived && look.isTargetBuffered) {
      this.#hasJustArrived = false;
      if (byS > DEAD_ZONE_S) return this.#seek(look, offS);
    }
    if (byS > SEEK_S) return this.#seek(look, offS);
    if (this.#isCalming || !look.canNudge) return this.#setRate(1, look.nowMs);
    return this.#nudge(look, offS);
  }

  /** Leave the player: the item changed or the page goes. @returns how to leave the rate as it was */
  leave(nowMs: number): Action {
    this.#offSinceMs = null;
    this.#inStepSinceMs = null;
    this.#seekBeganMs = null;
    this.#isCalming = false;
    return this.#setRate(1, nowMs);
  }

  #nudge({ nowMs }: Look, offS: number): Action {
    const byS = Math.abs(offS);
    if (this.#rate !== 1) {
      const isPast = this.#rate > 1 ? offS <= NUDGE_END_S : offS >= -NUDGE_END_S;
      return isPast ? this.#setRate(1, nowMs) : NONE;
    }
    if (byS <= DEAD_ZONE_S) {
      this.#offSinceMs = null;
      return NONE;
    }
    this.#offSinceMs ??= nowMs;
    if (nowMs - this.#nudgeEndedMs < NUDGE_REST_MS) return NONE;
    if (byS <= NUDGE_AT_ONCE_S && nowMs - this.#offSinceMs < STAYS_MS) return NONE;
    return this.#setRate(offS > 0 ? FAST : SLOW, nowMs);
  }

  #seek(look: Look, offS: number): Action {
    const { nowMs } = look;
    const rate = this.#setRate(1, nowMs);
    if (!look.isTargetBuffered && offS > 0 && offS <= LATE_S) return rate;
    const isOwed = this.#hasSeekHelped && nowMs - this.#lastSeekMs >= HELPED_MS;
    if (!isOwed && nowMs < this.#seekAllowedMs) return rate;
    this.#backOffMs = Math.min(LONGEST_BACK_OFF_MS, this.#backOffMs * 2 || FIRST_BACK_OFF_MS);
    this.#seekAllowedMs = nowMs + this.#backOffMs;
    this.#seekBeganMs = nowMs;
    this.#lastSeekMs = nowMs;
    this.#hasSeekHelped = false;
    // While the player seeks, everybody else plays on.
    return { kind: "seek", toS: Math.max(0, look.targetS + this.#seekCostS) };
  }

  #learnSeekCost({ nowMs, isPaused }: Look): void {
    if (this.#seekBeganMs === null) return;
    if (!isPaused) this.#seekCostS = Math.min(MAX_SEEK_COST_S, (nowMs - this.#seekBeganMs) / 1_000);
    this.#seekBeganMs = null;
  }

  #noteStep(byS: number, nowMs: number): void {
    if (byS <= LATE_S / 2) this.#hasSeekHelped = true;
    if (byS > NUDGE_AT_ONCE_S) this.#inStepSinceMs = null;
    else {
      this.#inStepSinceMs ??= nowMs;
      if (nowMs - this.#inStepSinceMs >= SETTLED_MS) this.#backOffMs = 0;
    }
  }

  #setRate(rate: number, nowMs: number): Action {
    if (rate === this.#rate) return NONE;
    if (rate === 1) {
      this.#nudgeEndedMs = nowMs;
      this.#offSinceMs = null;
    }
    this.#rate = rate;
    return { kind: "rate", rate };
  }
}
