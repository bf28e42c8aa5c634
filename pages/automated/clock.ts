/**
 * Room time: the server's clock, as well as it can be known here.
 *
 * The page's own clock may be wrong by any amount, be put right, or stand still while the machine sleeps. So room time
 * rests on the page's monotonic clock and on samples of the server's: each asks the time and notes how long that took.
 *
 * Source: docs/automated.md, Room time.
 */

/** One question and its answer: asked at `t0` and heard at `t3` (ms, monotonic); read at `t1`, answered at `t2` (ms since the epoch). */
export interface Sample {
  t0: number;
  t1: number;
  t2: number;
  t3: number;
}

/** Two clocks of this machine, in ms: one that only goes forward, and the wall clock. */
export interface LocalClocks {
  monotonic(): number;
  wall(): number;
}

/** The number of remembered samples; the quickest of them counts. */
const REMEMBERED = 8;
/** The number of samples in a row, at the start and after a jump. */
const AT_ONCE = 4;
const RENEW_MS = 60_000;
/** The local clocks part by more than this when the machine slept, or its wall clock was set. */
const JUMP_MS = 1_000;

interface Offset {
  /** Room time minus monotonic time, in ms. */
  ms: number;
  /** The travel time of question and answer together, in ms. */
  delayMs: number;
}

export class RoomClock {
  readonly #clocks: LocalClocks;
  #offsets: Offset[] = [];
  #wanted = AT_ONCE;
  #sampledAt = Number.NEGATIVE_INFINITY;
  /** Wall time minus monotonic time when it was last looked at. */
  #apart: number;

  constructor(clocks: LocalClocks) {
    this.#clocks = clocks;
    this.#apart = clocks.wall() - clocks.monotonic();
  }

  get isKnown(): boolean {
    return this.#offsets.length > 0;
  }

  /** Room time, in ms since the epoch; before the first sample it is the machine's wall clock. */
  now(): number {
    const best = this.#best();
    return best ? this.#clocks.monotonic() + best.ms : this.#clocks.wall();
  }

  /** By how much room time may be wrong at most, in ms. */
  get errorMs(): number {
    const best = this.#best();
    return best ? best.delayMs / 2 : Number.POSITIVE_INFINITY;
  }

  /**
   * Whether the server's clock is to be asked now: a few times at once, then each minute, and anew after a jump.
   * What was known before a jump is used until the first new sample, and then forgotten.
   */
  wantsSample(): boolean {
    const apart = this.#clocks.wall() - this.#clocks.monotonic();
    if (Math.abs(apart - this.#apart) > JUMP_MS) {
      this.#apart = apart;
      this.renew();
    }
    return this.#wanted > 0 || this.#clocks.monotonic() - this.#sampledAt >= RENEW_MS;
  }

  /** Trust no earlier sample: the page was hidden, the network changed, or a new socket opened. */
  renew(): void {
    this.#offsets = this.#offsets.slice(-1);
    if (this.#offsets[0]) this.#offsets[0].delayMs = Number.POSITIVE_INFINITY;
    this.#wanted = AT_ONCE;
  }

  /** Take one sample in. One whose times cannot be is left out. */
  add({ t0, t1, t2, t3 }: Sample): void {
    const delayMs = t3 - t0 - (t2 - t1);
    if (!Number.isFinite(delayMs) || delayMs < 0 || t2 < t1) return;
    this.#offsets.push({ ms: (t1 - t0 + t2 - t3) / 2, delayMs });
    if (this.#offsets.length > REMEMBERED) this.#offsets.shift();
    this.#wanted = Math.max(0, this.#wanted - 1);
    this.#sampledAt = this.#clocks.monotonic();
  }

  #best(): Offset | undefined {
    let best: Offset | undefined;
    for (const offset of this.#offsets) if (!best || offset.delayMs <= best.delayMs) best = offset;
    return best;
  }
}
