/**
 * One webinar's numbers over /ws/dashboard: connects, keeps up, starts again after a gap or a lost connection.
 *
 * Where no socket opens, it asks by REST while the page is looked at, and goes on trying to open one.
 * Source: docs/protocol.md, Dashboard
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Dashboard } from "../../generated/messages.ts";
import { Problem } from "../../ui/problem.ts";
import { request } from "../../ui/request.ts";
import { delayMs } from "./backoff.ts";
import { decode, GAP, type Held, receive } from "./held.ts";

export type Connection =
  | "connecting"
  | "live"
  /** No socket opens: the numbers are asked for every few seconds. */
  | "polling"
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

/** Refusals of a poll after which no other helps. */
const REFUSED = new Map<number, Connection>([
  [401, "not_allowed"],
  [403, "not_allowed"],
  [404, "unknown_webinar"],
]);
/** Sockets that failed to open before the numbers are asked for. */
const FAILED_OPENS = 2;
const POLL_MS = 5_000;
/** Networks that block websockets often swallow the attempt instead of refusing it. */
const OPEN_WITHIN_MS = 5_000;

const SUBPROTOCOL = "latecomer.dashboard.v1";

/** The feed's environment; tests pass their own. */
export interface World {
  open(): WebSocket;
  random(): number;
  online(): boolean;
  later(run: () => void, ms: number): () => void;
  /** The numbers by REST. */
  read(webinar: string): Promise<Dashboard>;
  isLookedAt(): boolean;
}

const browser: World = {
  open: () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/dashboard`, SUBPROTOCOL),
  random: Math.random,
  online: () => navigator.onLine,
  later: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  read: async (webinar) =>
    (await request<{ data: Dashboard }>("GET", `/webinars/${webinar}/dashboard`)).data as Dashboard,
  isLookedAt: () => document.visibilityState === "visible",
};

/** Opens the feed of one webinar; it lives until `close`. */
export function openFeed(webinar: string, world: World = browser): Feed {
  const data = signal<Dashboard | null>(null);
  const connection = signal<Connection>("connecting");
  let held: Held | null = null;
  let socket: WebSocket | null = null;
  let attempt = 0;
  let failedOpens = 0;
  let cancelRetry = () => {};
  let cancelOpening = () => {};
  let cancelPoll: (() => void) | null = null;
  let closed = false;

  function connect(): void {
    cancelRetry();
    let mine: WebSocket;
    try {
      mine = world.open();
    } catch {
      // Something on this machine forbids sockets.
      lost(1006);
      return;
    }
    socket = mine;
    cancelOpening = world.later(() => {
      if (mine !== socket) return;
      lost(1006);
      mine.close(1000);
    }, OPEN_WITHIN_MS);
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
    cancelOpening();
    stopPolling();
    held = next;
    attempt = failedOpens = 0;
    data.value = next.data;
    connection.value = "live";
  }

  /** Every connection starts with a snapshot, so a new one is the way to subscribe again. */
  function restart(): void {
    cancelOpening();
    const old = socket;
    socket = null;
    held = null;
    old?.close(1000);
    retry();
  }

  function lost(code: number): void {
    cancelOpening();
    const final = FINAL.get(code);
    if (held === null) failedOpens += 1;
    socket = null;
    held = null;
    if (final) end(final);
    else if (!closed) retry();
  }

  /** Nothing helps any more. */
  function end(why: Connection): void {
    cancelRetry();
    stopPolling();
    connection.value = why;
  }

  function stopPolling(): void {
    cancelPoll?.();
    cancelPoll = null;
  }

  function poll(): void {
    cancelPoll = world.later(poll, POLL_MS);
    if (world.isLookedAt() && world.online()) void ask();
  }

  async function ask(): Promise<void> {
    try {
      const numbers = await world.read(webinar);
      if (cancelPoll === null) return;
      data.value = numbers;
      connection.value = "polling";
    } catch (thrown) {
      if (cancelPoll === null) return;
      const why = thrown instanceof Problem ? REFUSED.get(thrown.status) : undefined;
      if (why) end(why);
      else connection.value = world.online() ? "reconnecting" : "offline";
    }
  }

  function retry(): void {
    if (failedOpens >= FAILED_OPENS && cancelPoll === null) poll();
    if (connection.value !== "polling" || !world.online()) {
      connection.value = world.online() ? "reconnecting" : "offline";
    }
    cancelRetry();
    cancelRetry = world.later(connect, delayMs(attempt, world.random()));
    attempt += 1;
  }

  function wake(): void {
    if (cancelPoll !== null) {
      stopPolling();
      poll();
    }
    if (closed || socket !== null || FINAL_STATES.has(connection.value)) return;
    attempt = 0;
    connect();
  }

  function sleep(): void {
    if (connection.value === "live" || connection.value === "polling") connection.value = "offline";
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
      cancelOpening();
      stopPolling();
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
