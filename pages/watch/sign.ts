/**
 * Signs that a person, not a program, opened the join link.
 *
 * A gesture is a trusted event of a pointer, a key, a finger, or a click, which screen readers send. Presence is
 * three seconds on end in which the page is visible, in a browser that says it is not automated.
 *
 * Source: docs/domain.md, Words (click)
 */

export type Sign = "gesture" | "presence";

export const PRESENCE_MS = 3_000;
const GESTURES = ["pointerdown", "keydown", "touchstart", "click"] as const;

export class SignWatch {
  /** The sign that was seen; a gesture stays the sign once there was one. */
  sign: Sign | null = null;
  readonly #listeners: (() => void)[] = [];
  readonly #page: Document;
  readonly #automated: boolean;
  readonly #after: (ms: number, run: () => void) => unknown;
  /** Counts the stretches of visibility: a timer of an earlier one means nothing. */
  #stretch = 0;
  /** The page was visible for three seconds on end, whoever looked at it. */
  #seen = false;

  constructor(page: Document, automated: boolean, after: (ms: number, run: () => void) => unknown) {
    this.#page = page;
    this.#automated = automated;
    this.#after = after;
    for (const name of GESTURES) page.addEventListener(name, this.#gesture, { capture: true, passive: true });
    page.addEventListener("visibilitychange", this.#look);
    page.addEventListener("prerenderingchange", this.#look);
    this.#look();
  }

  /** Settled when there is a sign, or the page was visible long enough without one: nobody waits for ever. */
  settled(): Promise<void> {
    if (this.sign || this.#seen) return Promise.resolve();
    return new Promise((resolve) => this.#listeners.push(resolve));
  }

  #gesture = (event: Event) => {
    if (!event.isTrusted) return;
    this.sign = "gesture";
    this.#settle();
  };

  #look = () => {
    const stretch = ++this.#stretch;
    const { visibilityState, prerendering } = this.#page as Document & { prerendering?: boolean };
    if (visibilityState !== "visible" || prerendering) return;
    this.#after(PRESENCE_MS, () => {
      if (stretch !== this.#stretch) return;
      this.#seen = true;
      if (!this.#automated) this.sign ??= "presence";
      this.#settle();
    });
  };

  #settle(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
