/** The world of a playback with its hands tied: time, sockets and requests move only when a test says so. */
import type { Beacon, Verdict } from "../beacon.ts";
import type { Socket } from "../connection.ts";
import type { Media } from "../segments.ts";
import type { World } from "../session.ts";
import { Shelf } from "../shelf.ts";

/** The start of the fakes' wall clock, in ms since the epoch. */
export const EPOCH = 1_772_640_000_000;

/** A media element that plays in step with the clock it is given. */
export class FakeMedia implements Media {
  duration = 180;
  paused = true;
  ended = false;
  seeking = false;
  readyState = 4;
  playbackRate = 1;
  /** The playhead stands still although nobody paused it. */
  frozen = false;
  #at = 0;

  get currentTime(): number {
    return this.#at;
  }

  set currentTime(at: number) {
    this.#at = at;
  }

  /** Let `ms` pass for the playhead. */
  advance(ms: number): void {
    if (this.paused || this.ended || this.seeking || this.frozen) return;
    this.#at = Math.min(this.duration, this.#at + (ms / 1_000) * this.playbackRate);
  }
}

export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: Record<string, unknown>[] = [];
  closed = false;
  readonly url: string;
  readonly subprotocol: string;

  constructor(url: string, subprotocol: string) {
    this.url = url;
    this.subprotocol = subprotocol;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.();
  }

  receive(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  drop(code: number): void {
    this.closed = true;
    this.onclose?.({ code });
  }

  of(type: string): Record<string, unknown>[] {
    return this.sent.filter((message) => message.type === type);
  }
}

interface Timer {
  at: number;
  run: () => void;
}

export class FakeWorld implements World {
  /** Monotonic time; starts anywhere but at 0. */
  at = 5_000;
  /** Wall time minus monotonic time. */
  offset = EPOCH - 5_000;
  sockets: FakeSocket[] = [];
  posts: { url: string; beacon: Beacon }[] = [];
  beacons: Beacon[] = [];
  /** The answers to the next posts, the last one again and again. */
  verdicts: Verdict[] = ["taken"];
  /** True when the embedding page's policy allows sockets. */
  socketsAllowed = true;
  jitter = 0.5;
  stores = [new FakeStorage()];
  #timers: Timer[] = [];
  #ids = 0;

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was asked for");
    return socket;
  }

  get shelf(): Shelf {
    return new Shelf(this.stores);
  }

  connect(url: string, subprotocol: string): Socket {
    if (!this.socketsAllowed) throw new Error("refused by policy");
    const socket = new FakeSocket(url, subprotocol);
    this.sockets.push(socket);
    return socket;
  }

  async post(url: string, beacon: Beacon): Promise<Verdict> {
    this.posts.push({ url, beacon: structuredClone(beacon) });
    const verdict = this.verdicts[0] ?? "taken";
    if (this.verdicts.length > 1) this.verdicts.shift();
    return verdict;
  }

  sendBeacon(_url: string, body: string): boolean {
    this.beacons.push(JSON.parse(body) as Beacon);
    return true;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.at + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** The time to the next timer, in ms from now; null without any. */
  get nextTimerMs(): number | null {
    const at = Math.min(...this.#timers.map((timer) => timer.at));
    return Number.isFinite(at) ? at - this.at : null;
  }

  monotonic(): number {
    return this.at;
  }

  wall(): number {
    return this.at + this.offset;
  }

  random(): number {
    return this.jitter;
  }

  uuid(): string {
    return `playback-${++this.#ids}`;
  }

  /** Let time pass, ringing timers on the way. */
  pass(ms: number): void {
    const until = this.at + ms;
    for (;;) {
      const [timer] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!timer) break;
      this.#timers = this.#timers.filter((other) => other !== timer);
      this.at = Math.max(this.at, timer.at);
      timer.run();
    }
    this.at = until;
  }
}

/** Let promises that are settled already run on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** Enumerable like a browser's, with a quota in characters. */
export class FakeStorage implements Storage {
  [name: string]: unknown;

  constructor(quota = Number.POSITIVE_INFINITY) {
    Object.defineProperty(this, "quota", { value: quota, enumerable: false, writable: true });
  }

  get length(): number {
    return Object.keys(this).length;
  }

  key(index: number): string | null {
    return Object.keys(this)[index] ?? null;
  }

  getItem(key: string): string | null {
    return (this[key] as string | undefined) ?? null;
  }

  setItem(key: string, value: string): void {
    if (value.length > (this.quota as number)) throw new DOMException("full", "QuotaExceededError");
    this[key] = value;
  }

  removeItem(key: string): void {
    delete this[key];
  }

  clear(): void {
    for (const key of Object.keys(this)) delete this[key];
  }
}
