/** Written by `npm run types` from schemas/; change the server's code, not this file. */

import type { Mode, PlayState, Status } from "./api.ts";

/**
 * The confirmation that everything this connection sent up to ``seq`` is durable and counted; ``watched_s`` is the
 * watch duration in ``mode``.
 */
export interface Ack {
  type: "ack";
  seq: number;
  mode: Mode;
  watched_s: number;
  covered_s: number;
  dropped?: {
    [k: string]: number;
  };
}

/**
 * A heartbeat inside a beacon.
 */
export interface BeaconHeartbeat {
  seq: number;
  state: PlayState;
  /**
   * Each is judged on its own; what is no segment is dropped as malformed.
   */
  segments: number[][];
}

/**
 * A hello and heartbeats in one request, for pages that leave and networks that block websockets.
 */
export interface Beacon {
  join: string;
  playback: string;
  /**
   * The playback's monotonic clock.
   */
  clock_ms: number;
  heartbeats: BeaconHeartbeat[];
  /**
   * Length of what is played, seconds.
   */
  media_s?: number;
}

/**
 * The page is leaving.
 */
export interface Bye {
  type: "bye";
}

/** The reason why a message was refused. */
export const ERROR_CODES = [
  "bad_heartbeat",
  "bad_hello",
  "bad_length",
  "clock_moved",
  "malformed_json",
  "unknown_type",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * The refusal of a message, which must not be sent again; ``seq`` is the message's own, if it could be read.
 */
export interface Error {
  type: "error";
  code: ErrorCode;
  message: string;
  seq?: number;
}

/**
 * The segments played since the last heartbeat; each is judged on its own.
 */
export interface Heartbeat {
  type: "heartbeat";
  seq: number;
  state: PlayState;
  /**
   * Each is judged on its own; what is no segment is dropped as malformed.
   */
  segments: number[][];
}

/**
 * The first message of a playback's connection.
 */
export interface Hello {
  type: "hello";
  join: string;
  playback: string;
  /**
   * The playback's monotonic clock.
   */
  clock_ms: number;
}

/**
 * The length of a film that counts although it differs from the recording's length; the host is informed.
 */
export interface Length {
  type: "length";
  /**
   * Length of what is played, seconds.
   */
  media_s: number;
}

/**
 * The changes since ``version - 1`` of the same epoch, as a JSON Merge Patch (RFC 7396).
 */
export interface Patch {
  type: "patch";
  epoch: string;
  version: number;
  /**
   * A JSON Merge Patch (RFC 7396) of the state; null takes a key away.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * The server is about to shut down: connect again after about this many seconds.
 */
export interface Reconnect {
  type: "reconnect";
  after_s: number;
}

/**
 * An event in a member's history; ``status`` is the status since then, ``previous`` the one before.
 */
export interface Activity {
  at: string;
  kind: ActivityKind;
  member_id: string;
  name?: string;
  status?: Status;
  previous?: Status;
}

/** The kind of a recent event. */
export const ACTIVITY_KINDS = [
  "flip",
  "join",
  "vendor",
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/**
 * Members per tenth of the event watched live; highly is from 80 %, moderately from 60 % up to that.
 */
export interface Attendance {
  shares: number[];
  highly: number;
  moderately: number;
}

/**
 * Every widget of one webinar at one moment.
 */
export interface Dashboard {
  webinar: WebinarNow;
  status_counts: {
    [k: string]: number;
  };
  now: Now;
  on_demand_summary: DayVisitors[];
  on_demand_statistics: OnDemandStatistics;
  retention: Retention;
  attendance: Attendance;
  engagement: EngagementCounts;
  activity: Activity[];
}

/**
 * Distinct visitors who watched on a local day.
 */
export interface DayVisitors {
  date: string;
  visitors: number;
}

/**
 * Members who attended live, by level of engagement.
 */
export interface EngagementCounts {
  high: number;
  moderate: number;
  low: number;
}

/**
 * The members who are playing, and the members with an open socket.
 */
export interface Now {
  playing: number;
  connected: number;
}

/**
 * The on-demand window so far. The average is that of all visitors, in minutes, to one decimal.
 */
export interface OnDemandStatistics {
  days_left: number;
  visitors: number;
  average_watch_min: number;
}

/**
 * ``counts[i]`` members have watched second ``i * step_s`` of the recording.
 */
export interface Retention {
  step_s: number;
  counts: number[];
}

/**
 * The webinar of a dashboard, and its phase.
 */
export interface WebinarNow {
  id: string;
  name: string;
  mode: Mode;
  days_left: number;
}

/**
 * A dashboard's whole state.
 */
export interface Snapshot {
  type: "snapshot";
  epoch: string;
  version: number;
  data: Dashboard;
}

/**
 * The member's status has changed to this one.
 */
export interface StatusChanged {
  type: "status";
  status: Status;
}

/** The reason why the server accepts no more messages from a playback. */
export const STOP_REASONS = [
  "event_cancelled",
  "revoked",
  "window_closed",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/**
 * The server accepts nothing more from this playback.
 */
export interface Stop {
  type: "stop";
  reason: StopReason;
}

/**
 * The first and only message of a dashboard; without a key the signed-in cookie counts.
 */
export interface Subscribe {
  type: "subscribe";
  webinar: string;
  key?: string;
}

/**
 * The server cannot count at the moment: the page keeps what it sent, and the ack follows when counting resumes.
 * Sent once for each outage.
 */
export interface Waiting {
  type: "waiting";
}

/**
 * The recording's length and address, with which a page tells the recording from an advertisement.
 */
export interface PlayedRecording {
  duration_s: number;
  url: string;
}

/**
 * The answer to a hello. ``resume_s`` is the position in the recording at which the member stopped; ``recording``
 * is present on demand, when the recording has an address.
 */
export interface Welcome {
  type: "welcome";
  playback: string;
  anchor_at: string;
  mode: Mode;
  heartbeat_s: number;
  watched_s: number;
  covered_s: number;
  threshold_s: number;
  status: Status;
  resume_s: number;
  server_time: string;
  recording?: PlayedRecording;
}
