/**
 * Gets the heartbeats of one playback to the server, by websocket, or by beacons while no socket opens.
 *
 * Source: docs/protocol.md, Viewer (close codes, seq, beacon).
 */
import type { Status } from "../generated/api.ts";
import type { PlayedRecording } from "../generated/messages.ts";
import { type Beacon, firstChunk, type Verdict } from "./beacon.ts";
import { type Ack, type ServerMessage, type StopReason, SUBPROTOCOL, type Welcome } from "./messages.ts";
import type { HeartbeatQueue } from "./queue.ts";

/** The part of `WebSocket` that is used here. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** The world outside; tests bring their own. */
export interface Network {
  connect(url: string, subprotocol: string): Socket;
  /** `known` is told what the recording is, where the answer says so. */
  post(url: string, beacon: Beacon, known?: (recording: PlayedRecording | null) => void): Promise<Verdict>;
  /** Fire and forget, also from a page that goes away. */
  sendBeacon(url: string, body: string): boolean;
  /** @returns a function that cancels it */
  after(ms: number, run: () => void): () => void;
  monotonic(): number;
  /** In [0, 1). */
  random(): number;
}

/** The subject of a connection. */
export interface Subject {
  server: string;
  join: string;
  playback: string;
  queue: HeartbeatQueue;
  clockMs(): number;
}

export interface Listener {
  welcome(message: Welcome): void;
  ack(message: Ack): void;
  status(status: Status): void;
  /** An answer to a beacon told what the recording is; null where there is none to compare with. */
  recording(recording: PlayedRecording | null): void;
  /** A beacon was taken, or heartbeats were refused: the queue is shorter. */
  settled(): void;
  /** The server holds another anchor for this playback. */
  clockMoved(): void;
  stop(reason: StopReason): void;
}

/** Networks that block websockets often swallow the attempt instead of refusing it. */
const OPEN_WITHIN_MS = 1_000;
const ANSWER_WITHIN_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;
/** A connection that lived this long starts the backoff anew when it ends. */
const HEALTHY_AFTER_MS = 10_000;
const STOPS: Record<number, StopReason> = {
  4501: "revoked",
  4503: "window_closed",
  4504: "not_registered",
  4507: "origin_not_allowed",
  4508: "event_cancelled",
};
/** Refusals that a second try cannot change soon (4006 too early, 4007 too many playbacks): attempts to skip. */
const PATIENT_ATTEMPTS = 5;

export class Connection {
  /** The length in s of what is played, where it is not the recording's: for the host to know. */
  length: number | null = null;
  #lengthTold: number | null = null;
  readonly #network: Network;
  readonly #subject: Subject;
  readonly #listener: Listener;
  #socket: Socket | null = null;
  #welcomed = false;
  #openedAt = 0;
  /** The highest seq that this socket carried; acks say nothing about later ones. */
  #sentThrough = 0;
  /** The time of the oldest message without an answer; null while all are answered. */
  #askedAt: number | null = null;
  #attempts = 0;
  /** The server said when to connect again, and that is planned. */
  #comingBack = false;
  #cancel = () => {};
  #ended = false;
  /** True while beacons carry this playback until a socket does. */
  #beaconing = false;
  #helloed = false;
  #posting = false;
  #failedPosts = 0;
  #postNotBefore = 0;

  constructor(network: Network, subject: Subject, listener: Listener) {
    this.#network = network;
    this.#subject = subject;
    this.#listener = listener;
    this.open();
  }

  /** Connect now, unless connected or ended. */
  open(): void {
    if (this.#socket || this.#ended) return;
    this.#cancel();
    const { server } = this.#subject;
    let socket: Socket;
    try {
      socket = this.#network.connect(`${server.replace(/^http/, "ws")}/ws/playback`, SUBPROTOCOL);
    } catch {
      // A policy of the embedding page forbids it.
      this.#fallBack();
      this.#retry();
      return;
    }
    this.#socket = socket;
    this.#welcomed = false;
    this.#sentThrough = 0;
    this.#openedAt = this.#network.monotonic();
    this.#askedAt = this.#openedAt;
    this.#comingBack = false;
    this.#cancel = this.#network.after(OPEN_WITHIN_MS, () => this.#fallBack());
    socket.onopen = () => {
      this.#cancel();
      const { join, playback } = this.#subject;
      this.#send({ type: "hello", join, playback, clock_ms: this.#subject.clockMs() });
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    };
  }

  /** Send what was not sent yet, the way that is open. */
  flush(): void {
    if (this.#ended) return;
    if (this.#welcomed) {
      if (this.length !== this.#lengthTold && this.length !== null) {
        this.#send({ type: "length", media_s: this.length });
        this.#lengthTold = this.length;
      }
      for (const heartbeat of this.#subject.queue.pending) {
        if (heartbeat.seq <= this.#sentThrough) continue;
        this.#send({ type: "heartbeat", ...heartbeat });
        this.#sentThrough = heartbeat.seq;
        this.#askedAt ??= this.#network.monotonic();
      }
    } else if (this.#beaconing) void this.#post();
  }

  /** Once a second or so: give up a socket that went silent, try beacons again. */
  check(): void {
    const now = this.#network.monotonic();
    if (this.#socket && this.#askedAt !== null && now - this.#askedAt > ANSWER_WITHIN_MS) {
      const socket = this.#socket;
      this.#lost(1006);
      socket.close();
    } else if (this.#beaconing) void this.#post();
  }

  /** The page goes away: everything unanswered by beacons that outlive it, then the socket in order. */
  leave(): void {
    const { server, join, playback, queue } = this.#subject;
    let rest = queue.pending;
    while (rest.length && !this.#ended) {
      const heartbeats = firstChunk(rest);
      const body = JSON.stringify({ join, playback, clock_ms: this.#subject.clockMs(), heartbeats });
      if (!this.#network.sendBeacon(`${server}/beacon`, body)) break;
      rest = rest.slice(heartbeats.length);
    }
    this.#hangUp();
  }

  /** Say goodbye for good. */
  end(): void {
    this.#ended = true;
    this.#hangUp();
  }

  #hangUp(): void {
    this.#cancel();
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    if (this.#welcomed) socket.send('{"type":"bye"}');
    this.#welcomed = false;
    socket.close(1000);
  }

  #send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #receive(data: unknown): void {
    let message: ServerMessage;
    try {
      message = JSON.parse(String(data)) as ServerMessage;
    } catch {
      return;
    }
    const { queue } = this.#subject;
    switch (message.type) {
      case "welcome":
        this.#welcomed = this.#helloed = true;
        this.#beaconing = false;
        this.#listener.welcome(message);
        this.flush();
        this.#answered();
        break;
      case "ack": {
        queue.discardThrough(Math.min(message.seq, this.#sentThrough));
        this.#answered();
        this.#listener.ack(message);
        break;
      }
      case "error":
        if (message.seq !== undefined) {
          queue.discard([message.seq]);
          this.#answered();
          this.#listener.settled();
        }
        break;
      case "status":
        this.#listener.status(message.status);
        break;
      case "stop":
        this.#stop(message.reason);
        break;
      case "reconnect":
        // Spread over a second more, or everybody would be back in the same moment.
        this.#comingBack = true;
        this.#cancel();
        this.#cancel = this.#network.after((message.after_s + this.#network.random()) * 1_000, () => {
          this.#hangUp();
          this.open();
        });
        break;
    }
  }

  #lost(code: number): void {
    this.#socket = null;
    const opened = this.#welcomed;
    this.#welcomed = false;
    this.#askedAt = null;
    if (code === 4005) {
      this.#listener.clockMoved();
      return;
    }
    if (code >= 4500 && code <= 4999) {
      this.#stop(STOPS[code] ?? "refused");
      return;
    }
    if (opened && this.#network.monotonic() - this.#openedAt > HEALTHY_AFTER_MS) this.#attempts = 0;
    if (code === 4006 || code === 4007) this.#attempts = Math.max(this.#attempts, PATIENT_ATTEMPTS);
    else if (!opened) this.#fallBack();
    if (!this.#comingBack) this.#retry();
  }

  /** An answer came: whatever is owed now was asked just now. */
  #answered(): void {
    const oldest = this.#subject.queue.pending[0];
    this.#askedAt = oldest && oldest.seq <= this.#sentThrough ? this.#network.monotonic() : null;
  }

  #retry(): void {
    this.#cancel();
    this.#cancel = this.#network.after(this.#backoffMs(this.#attempts++), () => this.open());
  }

  /** Full jitter: anywhere up to a bound that doubles. */
  #backoffMs(attempts: number): number {
    return this.#network.random() * Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(attempts, 6));
  }

  #fallBack(): void {
    this.#beaconing = true;
    void this.#post();
  }

  async #post(): Promise<void> {
    const { server, join, playback, queue } = this.#subject;
    const due = () => !this.#ended && this.#beaconing && (queue.pending.length > 0 || !this.#helloed);
    if (this.#posting) return;
    this.#posting = true;
    while (due() && this.#network.monotonic() >= this.#postNotBefore) {
      const heartbeats = firstChunk(queue.pending);
      const length = this.length === null ? {} : { media_s: this.length };
      const beacon = { join, playback, clock_ms: this.#subject.clockMs(), heartbeats, ...length };
      const verdict = await this.#network.post(`${server}/beacon`, beacon, (known) =>
        this.#listener.recording(known),
      );
      if (verdict === "taken") {
        this.#helloed = true;
        this.#failedPosts = 0;
        queue.discard(heartbeats.map((heartbeat) => heartbeat.seq));
        this.#listener.settled();
      } else if (verdict === "later") {
        this.#postNotBefore = this.#network.monotonic() + this.#backoffMs(1 + this.#failedPosts++);
      } else if (this.#ended) break;
      else if (verdict === "clock_moved") this.#listener.clockMoved();
      else this.#stop(verdict);
    }
    this.#posting = false;
  }

  #stop(reason: StopReason): void {
    if (this.#ended) return;
    this.#listener.stop(reason);
    this.end();
  }
}
