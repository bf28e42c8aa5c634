/**
 * What was played, as segments: a small state machine fed by the events of a media element.
 *
 * Nobody's word is taken for it: the element's position is sampled at every event, and time in which it did not
 * move is not played time, whatever the events said. Source: docs/domain.md, Words (segment) and
 * Watched time is a set (background tabs).
 */
import type { Segment, State } from "./messages.ts";

/** The part of `HTMLMediaElement` that is read here. */
export type Media = Pick<
  HTMLMediaElement,
  "currentTime" | "duration" | "paused" | "ended" | "seeking" | "readyState" | "playbackRate"
>;

/** Events to hand to `SegmentRecorder.observe`; a timer should do so too, as "tick". */
export const MEDIA_EVENTS = [
  "play",
  "playing",
  "pause",
  "seeking",
  "seeked",
  "waiting",
  "stalled",
  "ratechange",
  "ended",
  "emptied",
  "error",
  "loadedmetadata",
  "durationchange",
  "timeupdate",
] as const;

const HAVE_FUTURE_DATA = 3;
/** A position further than this from where it should be was moved by something else than playing. */
const JUMP_S = 1;
/** Decoders report positions in steps; where playing goes on, a playhead this far behind has not stood still. */
const GRAIN_MS = 250;

interface Point {
  clock: number;
  media: number;
}

export class SegmentRecorder {
  /** The viewer's present view. */
  state: State = "paused";
  readonly #media: Media;
  readonly #now: () => number;
  readonly #closed: Segment[] = [];
  /** Start of the running segment; null while nothing plays. */
  #open: Point | null = null;
  #rate = 1;
  /** The last sample, and the clock when the position was last seen to move. */
  #last: Point = { clock: 0, media: 0 };
  #movedAt = 0;
  /** A state without anything to show, by an event or because the playhead stands still; ended by "playing" or by movement. */
  #starved: boolean;
  /** The position of the resting playhead; null while it plays or seeks. */
  #stoodAt: number | null = null;
  /** True for the first segment after a state other than playing. */
  #fresh = true;
  /** End of the last segment, by the clock. */
  #closedAt = 0;

  /**
   * @param media the element to read
   * @param now the playback's clock, in ms
   */
  constructor(media: Media, now: () => number) {
    this.#media = media;
    this.#now = now;
    this.#starved = media.readyState < HAVE_FUTURE_DATA;
    this.observe("attach");
  }

  /**
   * Look at the element after something happened to it.
   *
   * @param event the name of the event
   * @returns whether `state` changed
   */
  observe(event: string): boolean {
    const media = this.#media;
    const clock = this.#now();
    if (this.#open) this.#sample(this.#open, clock);
    else if (!media.seeking && media.currentTime !== this.#last.media) {
      // Movement ends a stall, also in browsers that send no "playing" after it.
      if (media.readyState >= HAVE_FUTURE_DATA) this.#starved = false;
      this.#last = { clock, media: media.currentTime };
    }

    if (event === "waiting" || event === "emptied" || event === "error") this.#starved = true;
    else if (event === "playing") this.#starved = false;
    else if (event === "seeked" && media.readyState >= HAVE_FUTURE_DATA) this.#starved = false;

    const before = this.state;
    this.state = this.#derive();
    const rate = media.playbackRate;
    if (this.#open && this.state !== "playing") this.#close(this.#last);
    else if (this.#open && rate !== this.#rate) this.#close(this.#last, GRAIN_MS);
    this.#rate = rate;
    if (!this.#open && this.state === "playing")
      this.#start(this.#beginning(clock), media.currentTime, clock);
    if (this.state === "playing" || media.seeking) this.#stoodAt = null;
    else this.#stoodAt ??= media.currentTime;
    return this.state !== before;
  }

  /**
   * Take all segments so far; what is playing goes on in a new segment from here.
   *
   * @returns segments in the order played, in whole ms and s of three decimals
   */
  take(): Segment[] {
    this.observe("cut");
    if (this.#open) {
      const { clock, media } = this.#last;
      this.#close(this.#last, GRAIN_MS);
      this.#start(this.#last, media, clock);
      this.#fresh = false;
    }
    return this.#closed.splice(0);
  }

  /** Take all segments up to the last sample: what came after it is in doubt, for the clock moved. */
  interrupt(): Segment[] {
    if (this.#open) this.#close(this.#last);
    return this.#closed.splice(0);
  }

  #derive(): State {
    const media = this.#media;
    if (media.ended) return "ended";
    if (media.paused || media.playbackRate <= 0) return "paused";
    return media.seeking || this.#starved ? "buffering" : "playing";
  }

  /** Read the position of a running segment; close it where the playhead did something else than play. */
  #sample(open: Point, clock: number): void {
    const media = this.#media;
    const last = this.#last;
    const duration = media.duration || Number.POSITIVE_INFINITY;
    const expected = Math.min(last.media + ((clock - last.clock) / 1_000) * this.#rate, duration);
    // Some decoders step back a frame.
    let position = media.currentTime;
    if (last.media - position < GRAIN_MS / 1_000) position = Math.max(position, last.media);
    // `currentTime` already names the target when "seeking" arrives, and "timeupdate" may come in mid-seek.
    if (media.seeking || position < last.media || position > expected + JUMP_S) {
      this.#close({ clock, media: Math.max(expected, last.media) });
      this.#last = { clock, media: position };
      return;
    }
    if (position > last.media) this.#movedAt = clock;
    this.#last = { clock, media: position };
    const behind = open.media + ((clock - open.clock) / 1_000) * this.#rate - position;
    if (behind > JUMP_S && position < duration) {
      this.#close(this.#last);
      this.#starved = clock - this.#movedAt > GRAIN_MS;
    }
  }

  /** Return the start of a segment that begins now: the playhead may have moved on a little before the event. */
  #beginning(clock: number): Point {
    const position = this.#media.currentTime;
    const moved = position - (this.#stoodAt ?? position);
    if (moved <= 0 || moved > GRAIN_MS / 1_000) return { clock, media: position };
    return {
      clock: Math.max(this.#closedAt, clock - (moved / this.#media.playbackRate) * 1_000),
      media: position - moved,
    };
  }

  #start(from: Point, position: number, clock: number): void {
    this.#open = from;
    this.#last = { clock, media: position };
    this.#movedAt = clock;
    this.#fresh = true;
  }

  /**
   * End the running segment.
   *
   * @param grainMs how far the position may be behind where playing goes on; nothing where it stops
   */
  #close(end: Point, grainMs = 0): void {
    const from = this.#open;
    this.#open = null;
    if (!from) return;
    // Played time is what the playhead travelled: where it fell behind its clock, it was standing.
    const travelled = ((end.media - from.media) / this.#rate) * 1_000;
    // A first segment that goes on started late; any other touches the one before.
    const isLate = this.#fresh && grainMs > 0;
    const clockFrom = Math.floor(isLate ? Math.max(from.clock, end.clock - travelled) : from.clock);
    const arrived = Math.round(clockFrom + travelled + Math.min(travelled, grainMs));
    const clockTo = Math.min(Math.floor(end.clock), arrived);
    if (clockTo > clockFrom && travelled > 0) {
      this.#closedAt = clockTo;
      this.#closed.push([clockFrom, clockTo, thousandths(from.media), thousandths(end.media)]);
    }
  }
}

function thousandths(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
