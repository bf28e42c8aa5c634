/** The messages between a playback and the server. Source: docs/protocol.md, Viewer. */

import type { PlayState } from "../generated/api.ts";
import type {
  Ack,
  BeaconHeartbeat,
  Reconnect,
  Error as Refused,
  StatusChanged,
  Stop,
  Waiting,
  Welcome,
} from "../generated/messages.ts";

export type { Mode } from "../generated/api.ts";
export type { Ack, Welcome };
export type State = PlayState;

/** `[clock_from_ms, clock_to_ms, media_from_s, media_to_s]`, played without pause, seek or rate change. */
export type Segment = [number, number, number, number];

/** `seq` is from 1, rising within a playback. */
export type Heartbeat = Omit<BeaconHeartbeat, "segments"> & { segments: Segment[] };

export type ServerMessage = Welcome | Ack | StatusChanged | Stop | Reconnect | Waiting | Refused;

/** Why a playback ended for good: the server's `stop`, or what its close code says. */
export type StopReason = Stop["reason"] | "not_registered" | "origin_not_allowed" | "refused";

export const SUBPROTOCOL = "latecomer.playback.v1";

/** A heartbeat with more segments loses the rest (drop reason `limit`). */
export const MAX_SEGMENTS = 200;
