/**
 * The room's socket: opens, says hello, comes back after a cut; while none opens, its owner asks over HTTP.
 *
 * Source: docs/protocol.md, Room and Close codes.
 */
import type { Room } from "../generated/api.ts";
import type { Reconnect, RoomConsole, RoomSocketHello, Stop } from "../generated/messages.ts";
import type { Socket } from "../viewer/connection.ts";

/** A message of the server. */
export type RoomFrame = Room["messages"][number] | RoomConsole | Stop | Reconnect;

/** The world outside. */
export interface SocketWorld {
  connect(): Socket;
  /** @returns a function that cancels it */
  after(ms: number, run: () => void): () => void;
  random(): number;
}

export interface RoomListener {
  /** The first message of a socket. */
  hello(): RoomSocketHello;
  frame(frame: RoomFrame): void;
  /** There is no socket now: ask over HTTP until there is one. */
  lost(): void;
}

/** Networks that block websockets often swallow the attempt instead of refusing it. */
const OPEN_WITHIN_MS = 2_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A socket that lived this long starts the waits anew when it ends. */
const HEALTHY_AFTER_MS = 10_000;
/** Codes from here on mean: do not come back. */
const FINAL = 4_500;

export class RoomSocket {
  readonly #world: SocketWorld;
  readonly #listener: RoomListener;
  #socket: Socket | null = null;
  #isLive = false;
  #isOver = false;
  #attempt = 0;
  #comeBackMs: number | null = null;
  #cancel: () => void = () => {};
  #cancelHealthy: () => void = () => {};

  constructor(world: SocketWorld, listener: RoomListener) {
    this.#world = world;
    this.#listener = listener;
  }

  /** Whether the room is entered over the socket. */
  get isLive(): boolean {
    return this.#isLive;
  }

  open(): void {
    this.#cancel();
    if (this.#isOver || this.#socket) return;
    let socket: Socket;
    try {
      socket = this.#world.connect();
    } catch {
      // Something on this machine forbids sockets.
      this.#lost(1006);
      return;
    }
    this.#socket = socket;
    this.#cancel = this.#world.after(OPEN_WITHIN_MS, () => {
      socket.close();
      if (socket === this.#socket) this.#lost(1006);
    });
    socket.onopen = () => socket.send(JSON.stringify(this.#listener.hello()));
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket && typeof data === "string") this.#receive(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    };
  }

  /** Send a message over the open socket. */
  send(message: object): void {
    if (this.#isLive) this.#socket?.send(JSON.stringify(message));
  }

  /** Open no further socket. */
  close(): void {
    this.#isOver = true;
    this.#isLive = false;
    this.#cancel();
    this.#cancelHealthy();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  #receive(text: string): void {
    const frame = JSON.parse(text) as RoomFrame;
    if (frame.type === "reconnect") {
      this.#comeBackMs = frame.after_s * 1_000;
      return;
    }
    if (!this.#isLive && (frame.type === "welcome" || frame.type === "console")) {
      this.#isLive = true;
      this.#cancel();
      this.#cancelHealthy = this.#world.after(HEALTHY_AFTER_MS, () => {
        this.#attempt = 0;
      });
    }
    this.#listener.frame(frame);
  }

  #lost(code: number): void {
    this.#cancel();
    this.#cancelHealthy();
    this.#socket = null;
    this.#isLive = false;
    if (code >= FINAL) this.#isOver = true;
    if (!this.#isOver) this.#cancel = this.#world.after(this.#waitMs(), () => this.open());
    this.#listener.lost();
  }

  #waitMs(): number {
    const asked = this.#comeBackMs;
    this.#comeBackMs = null;
    if (asked !== null) return asked * this.#world.random();
    const bound = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#attempt++);
    return bound / 2 + (bound / 2) * this.#world.random();
  }
}

/** The world of a page of ours. */
export const browserWorld: SocketWorld = {
  connect: () =>
    new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/room`, "latecomer.room.v1") as Socket,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
