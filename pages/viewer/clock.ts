/**
 * The monotonic clock of one playback.
 *
 * Source: docs/domain.md, Watched time is a set (anchor; sleep and drift).
 */

/** The sources of time; both in milliseconds. */
export interface TimeSource {
  /** Never goes back, but may stand still while the machine sleeps: `performance.now()`. */
  monotonic(): number;
  /** May be set by hand: `Date.now()`. */
  wall(): number;
}

/** The two clocks of a healthy machine stay this close. */
const MAX_DRIFT_MS = 1_000;
const MAX_AGE_MS = 12 * 3_600_000;

export class PlaybackClock {
  /** Wall time at which this clock read zero, in ms since the epoch. */
  readonly zeroAt: number;
  readonly #source: TimeSource;
  readonly #zero: number;

  constructor(source: TimeSource) {
    this.#source = source;
    this.#zero = source.monotonic();
    this.zeroAt = source.wall();
  }

  /** Milliseconds since the playback began. */
  now(): number {
    return this.#source.monotonic() - this.#zero;
  }

  /** Return true when the playback has to go on under a new id: the machine slept, the clock was set, or it is old. */
  worn(): boolean {
    const age = this.now();
    return age > MAX_AGE_MS || Math.abs(this.#source.wall() - this.zeroAt - age) > MAX_DRIFT_MS;
  }
}
