/** One webinar's numbers over /ws/dashboard: connects, keeps up, starts again after a gap or a lost connection. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Dashboard } from "../../generated/messages.ts";
import { delayMs } from "./backoff.ts";
import { decode, GAP, type Held, receive } from "./held.ts";

export type Connection =
  | "connecting"
  | "live"
  | "reconnecting"
  | "offline"
  | "not_allowed"
  | "unknown_webinar";

export interface Feed {
  readonly data: ReadonlySignal<Dashboard | null>;
  readonly connection: ReadonlySignal<Connection>;
  close(): void;
}

/** Close codes from which no retry helps. Source: docs/protocol.md, close codes. */
const FINAL = new Map<number, Connection>([
  [4505, "not_allowed"],
  [4506, "unknown_webinar"],
]);

const SUBPROTOCOL = "latecomer.dashboard.v1";

/** The feed's environment; tests pass their own. */
export interface World {
  open(): WebSocket;
  random(): number;
  online(): boolean;
  later(run: () => void, ms: number): () => void;
}

const browser: World = {
  open: () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/dashboard`, SUBPROTOCOL),
  random: Math.random,
  online: () => navigator.onLine,
  later: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Opens the feed of one webinar; it lives until `close`. */
export function openFeed(webinar: string, world: World = browser): Feed {
  const data = signal<Dashboard | null>(null);
  const connection = signal<Connection>("connecting");
  let held: Held | null = null;
  let socket: WebSocket | null = null;
  let attempt = 0;
  let cancelRetry = () => {};
  let closed = false;

  function connect(): void {
    cancelRetry();
    const mine = world.open();
    socket = mine;
    mine.onopen = () => mine.send(JSON.stringify({ type: "subscribe", webinar }));
    mine.onmessage = (event) => {
      if (mine !== socket || typeof event.data !== "string") return;
      const frame = decode(event.data);
      if (frame) take(frame);
    };
    mine.onclose = (event) => {
      if (mine === socket) lost(event.code);
    };
  }

  function take(frame: NonNullable<ReturnType<typeof decode>>): void {
    const next = receive(held, frame);
    if (next === GAP) {
      restart();
      return;
    }
    held = next;
    attempt = 0;
    data.value = next.data;
    connection.value = "live";
  }

  /** Every connection starts with a snapshot, so a new one is the way to subscribe again. */
  function restart(): void {
    const old = socket;
    socket = null;
    held = null;
    old?.close(1000);
    retry();
  }

  function lost(code: number): void {
    socket = null;
    held = null;
    const final = FINAL.get(code);
    if (final) connection.value = final;
    else if (!closed) retry();
  }

  function retry(): void {
    connection.value = world.online() ? "reconnecting" : "offline";
    cancelRetry();
    cancelRetry = world.later(connect, delayMs(attempt, world.random()));
    attempt += 1;
  }

  function wake(): void {
    if (closed || socket !== null || FINAL_STATES.has(connection.value)) return;
    attempt = 0;
    connect();
  }

  function sleep(): void {
    if (connection.value === "live") connection.value = "offline";
  }

  function returned(): void {
    if (document.visibilityState === "visible") wake();
  }

  /** A socket that sat through a network change may look open and be dead; a fresh one is certain. */
  function online(): void {
    const old = socket;
    socket = null;
    held = null;
    old?.close(1000);
    wake();
  }

  globalThis.addEventListener?.("online", online);
  globalThis.addEventListener?.("offline", sleep);
  globalThis.document?.addEventListener("visibilitychange", returned);
  connect();

  return {
    data,
    connection,
    close() {
      closed = true;
      cancelRetry();
      globalThis.removeEventListener?.("online", online);
      globalThis.removeEventListener?.("offline", sleep);
      globalThis.document?.removeEventListener("visibilitychange", returned);
      const old = socket;
      socket = null;
      old?.close(1000);
    },
  };
}

const FINAL_STATES: ReadonlySet<Connection> = new Set(FINAL.values());
