/**
 * The programme as one medium, for the recorder: its position is programme time, whatever is on stage.
 *
 * Films count by their element; pictures and slides at rate 1 while the page is visible; nothing else counts.
 * Source: docs/automated.md, After the end
 */
import type { StageItem } from "../../automated/rundown.ts";
import { MEDIA_EVENTS, type Media } from "../../viewer/segments.ts";

const HAVE_ENOUGH_DATA = 4;

export class ProgrammeMedia extends EventTarget implements Media {
  readonly duration = Number.POSITIVE_INFINITY;
  readonly ended = false;
  /** The counted media on stage; null without any. */
  #item: StageItem | null = null;
  #isPlaying = false;
  #stillS = 0;
  readonly #video: HTMLVideoElement;
  readonly #isVisible: () => boolean;
  readonly #stop: () => void;

  constructor(video: HTMLVideoElement, isVisible: () => boolean) {
    super();
    this.#video = video;
    this.#isVisible = isVisible;
    const forward = ({ type }: Event) => {
      if (this.#isFilm) this.dispatchEvent(new Event(type));
    };
    for (const event of MEDIA_EVENTS) video.addEventListener(event, forward);
    this.#stop = () => {
      for (const event of MEDIA_EVENTS) video.removeEventListener(event, forward);
    };
  }

  /** Tell what is on stage, whether it is played, and where the programme is, in ms. */
  show(item: StageItem | null, isPlaying: boolean, programmeMs: number): void {
    const counted = item?.kind === "take_over" && item.to === "live_url" ? null : item;
    const before = this.#item?.id;
    this.#item = counted;
    this.#isPlaying = isPlaying;
    if (this.#isVisible()) this.#stillS = programmeMs / 1_000;
    if (before !== counted?.id) this.dispatchEvent(new Event("timeupdate"));
  }

  close(): void {
    this.#stop();
  }

  get #isFilm(): boolean {
    return this.#item?.kind === "video" || this.#item?.kind === "audio";
  }

  get currentTime(): number {
    const item = this.#item;
    if (item?.kind !== "video" && item?.kind !== "audio") return this.#stillS;
    return (item.start_ms - (item.media_from_ms ?? 0)) / 1_000 + this.#video.currentTime;
  }

  get paused(): boolean {
    if (!this.#item || !this.#isPlaying) return true;
    return this.#isFilm ? this.#video.paused || this.#video.ended : !this.#isVisible();
  }

  get seeking(): boolean {
    return this.#isFilm && this.#video.seeking;
  }

  get readyState(): number {
    return this.#isFilm ? this.#video.readyState : HAVE_ENOUGH_DATA;
  }

  get playbackRate(): number {
    return this.#isFilm ? this.#video.playbackRate : 1;
  }
}
