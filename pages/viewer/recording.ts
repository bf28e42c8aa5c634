/**
 * Is what an element plays the webinar's recording?
 *
 * Advertisements play in the same element, before, in the middle and after. What lasts as long as the recording (± 2 s)
 * or has its address is the recording. Anything else counts only where it is the first thing that its element plays
 * and nothing better follows: what it plays waits until that is known, a few seconds after it stopped at the latest.
 * Source: docs/domain.md, What plays
 */
import type { PlayedRecording } from "../generated/messages.ts";
import type { Segment } from "./messages.ts";
import type { Media } from "./segments.ts";

/** What is played of a recording, and what its address and length are. */
export type Played = Media & Partial<Pick<HTMLMediaElement, "currentSrc" | "src">>;

/** A source that was refused or taken for want of a better one, to say so. */
export interface Notice {
  kind: "other_length" | "not_the_recording";
  media_s: number;
  recording: PlayedRecording;
}

export const SAME_LENGTH_S = 2;
/** Advertisements are over, or skipped, within this time. */
const PATIENCE_MS = 35_000;
/** What stopped for so long without another source taking its place was no advertisement. */
const STOPPED_MS = 5_000;

/** One thing that an element played. */
interface Source {
  media: Played;
  address: string;
  /** In s; NaN until it is known, infinite for streams without an end. */
  length: number;
  position: number;
  /** When it began to play and when it last moved, in ms; null before. */
  beganAt: number | null;
  movedAt: number;
  /** What was played of it and is neither counted nor refused. */
  waiting: Segment[];
  /** It was counted although its length is another. */
  taken: boolean;
  said: boolean;
}

type Verdict = "count" | "wait" | "refuse";

export class SourceJudge {
  readonly #now: () => number;
  readonly #say: (notice: Notice) => void;
  /** Undefined until the server has told; null where there is nothing to compare with. */
  #recording: PlayedRecording | null | undefined;
  #sources: Source[] = [];

  /**
   * @param now monotonic time in ms
   * @param say told once for each source
   * @param recording null where everything counts
   */
  constructor(now: () => number, say: (notice: Notice) => void, recording?: null) {
    this.#now = now;
    this.#say = say;
    this.#recording = recording;
  }

  /** The server has told what the recording is; null where there is none to compare with. */
  know(recording: PlayedRecording | null): void {
    this.#recording = recording;
  }

  /** Another source may begin: the element was emptied, or it is another element. */
  begin(media: Played): void {
    const last = this.#sources.at(-1);
    if (last && last.beganAt === null && !last.waiting.length) this.#sources.pop();
    this.#sources.push({
      media,
      address: "",
      length: Number.NaN,
      position: media.currentTime,
      beganAt: null,
      movedAt: 0,
      waiting: [],
      taken: false,
      said: false,
    });
    this.look();
  }

  /** Look at the element: its address, length and whether it moves. */
  look(): void {
    const source = this.#current;
    const { media } = source;
    source.address = media.currentSrc || media.src || "";
    if (Number.isFinite(media.duration) || !Number.isFinite(source.length)) source.length = media.duration;
    const position = media.currentTime;
    if (position !== source.position && !media.seeking) {
      source.position = position;
      source.movedAt = this.#now();
      source.beganAt ??= source.movedAt;
    }
  }

  /** Take what was played of the present source. */
  add(segments: readonly Segment[]): void {
    const source = this.#current;
    const verdict = this.#verdict(source);
    if (verdict !== "refuse") source.waiting.push(...segments);
    else this.#note(source, verdict);
  }

  /** Whether what plays now counts. */
  get counts(): boolean {
    return this.#verdict(this.#current) === "count";
  }

  /** Whether something that waited can be settled. */
  get isDue(): boolean {
    return this.#sources.some((source) => source.waiting.length > 0 && this.#verdict(source) === "count");
  }

  /** Whether something was played that is neither counted nor refused yet. */
  get waits(): boolean {
    return this.#sources.some((source) => source.waiting.length > 0);
  }

  /** The length of what counts although it is not the recording's, in s. */
  get otherLength(): number | null {
    return this.#sources.find((source) => source.taken)?.length ?? null;
  }

  /** Whether this element plays the recording for certain. */
  matches(media: Played): boolean {
    return this.#matches(media.currentSrc || media.src || "", media.duration);
  }

  /** What counts of everything taken, in the order played; what does not is forgotten. */
  settle(): Segment[] {
    return this.#take((verdict) => verdict === "count");
  }

  /** The same where nothing follows: what waits counts, too. */
  flush(): Segment[] {
    return this.#take((verdict) => verdict !== "refuse");
  }

  get #current(): Source {
    return this.#sources.at(-1) as Source;
  }

  #take(counts: (verdict: Verdict) => boolean): Segment[] {
    const taken: Segment[] = [];
    for (const source of this.#sources) {
      const verdict = this.#verdict(source);
      this.#note(source, verdict);
      if (counts(verdict)) taken.push(...source.waiting);
      if (counts(verdict) || verdict === "refuse") source.waiting = [];
    }
    return taken;
  }

  #note(source: Source, verdict: Verdict): void {
    const recording = this.#recording;
    if (!recording || verdict === "wait" || !Number.isFinite(source.length)) return;
    if (this.#matches(source.address, source.length) || source.beganAt === null) return;
    if (verdict === "count") source.taken = true;
    if (source.said) return;
    source.said = true;
    const kind = verdict === "count" ? "other_length" : "not_the_recording";
    this.#say({ kind, media_s: source.length, recording });
  }

  #verdict(source: Source): Verdict {
    if (this.#recording === null || source.taken) return "count";
    if (this.#recording === undefined) return this.#isPatient(source) ? "wait" : "count";
    if (this.#matches(source.address, source.length)) return "count";
    if (source.length === Number.POSITIVE_INFINITY) return "count";
    if (Number.isNaN(source.length)) return "wait";
    const at = this.#sources.indexOf(source);
    const before = this.#sources
      .slice(0, at)
      .filter((other) => other.media === source.media && this.#wasThere(other));
    const same = before.find((other) => Math.abs(other.length - source.length) <= SAME_LENGTH_S);
    if (same) return this.#verdict(same);
    if (before.length) return "refuse";
    const after = this.#sources.slice(at + 1);
    if (after.some((other) => this.#matches(other.address, other.length))) return "refuse";
    if (after.some((other) => this.#wasThere(other))) return "count";
    return this.#isPatient(source) ? "wait" : "count";
  }

  #wasThere(source: Source): boolean {
    return source.beganAt !== null || this.#matches(source.address, source.length);
  }

  #isPatient(source: Source): boolean {
    if (source.beganAt === null) return true;
    const now = this.#now();
    return (
      now - source.beganAt < PATIENCE_MS && (source !== this.#current || now - source.movedAt < STOPPED_MS)
    );
  }

  #matches(address: string, length: number): boolean {
    const recording = this.#recording;
    if (!recording) return false;
    return Math.abs(length - recording.duration_s) <= SAME_LENGTH_S || isSame(address, recording.url);
  }
}

/** Whether two addresses name one file; what signs an address stands behind its path. */
function isSame(address: string, other: string): boolean {
  try {
    const [one, two] = [new URL(address), new URL(other)];
    return one.protocol !== "blob:" && one.origin + one.pathname === two.origin + two.pathname;
  } catch {
    return false;
  }
}
