/** What travels between a playback and the server. Source: docs/protocol.md, Viewer. */

export type State = "playing" | "paused" | "buffering" | "ended";
export type Mode = "live" | "on_demand";

/** `[clock_from_ms, clock_to_ms, media_from_s, media_to_s]`, played without pause, seek or rate change. */
export type Segment = [number, number, number, number];

export interface Heartbeat {
  /** From 1, rising within a playback. */
  seq: number;
  state: State;
  segments: Segment[];
}

export interface Welcome {
  type: "welcome";
  playback: string;
  anchor_at: string;
  mode: Mode;
  heartbeat_s: number;
  watched_s: number;
  covered_s: number;
  threshold_s: number;
  status: string;
  resume_s: number;
  server_time: string;
}

export interface Ack {
  type: "ack";
  seq: number;
  mode: Mode;
  watched_s: number;
  covered_s: number;
  dropped?: Record<string, number>;
}

export type ServerMessage =
  | Welcome
  | Ack
  | { type: "status"; status: string }
  | { type: "stop"; reason: StopReason }
  | { type: "reconnect"; after_s: number }
  | { type: "waiting" }
  | { type: "error"; code: string; message: string; seq?: number };

/** Why a playback ended for good: the server's `stop`, or what its close code says. */
export type StopReason = "window_closed" | "revoked" | "not_registered" | "refused";

export const SUBPROTOCOL = "latecomer.playback.v1";

/** A heartbeat with more segments loses the rest (drop reason `limit`). */
export const MAX_SEGMENTS = 200;
