/** Bodies of `POST /beacon`: a hello and heartbeats in one request. Source: docs/protocol.md, Viewer. */
import type { PlayedRecording } from "../generated/messages.ts";
import type { Heartbeat } from "./messages.ts";

/** Browsers take 64 KiB for all beacons and keepalive requests in flight. */
const MAX_BODY_BYTES = 60_000;

export interface Beacon {
  join: string;
  playback: string;
  clock_ms: number;
  heartbeats: readonly Heartbeat[];
  media_s?: number;
}

/** The heartbeats that fit one body, from the front; at least one if there is one. */
export function firstChunk(heartbeats: readonly Heartbeat[], budget = MAX_BODY_BYTES - 1_000): Heartbeat[] {
  const chunk: Heartbeat[] = [];
  let left = budget;
  for (const heartbeat of heartbeats) {
    left -= JSON.stringify(heartbeat).length + 1;
    if (left < 0 && chunk.length) break;
    chunk.push(heartbeat);
  }
  return chunk;
}

/** The server's answer to a beacon. */
export type Verdict =
  /** Durable: what it contained may be forgotten. */
  | "taken"
  /** Not now: try again. */
  | "later"
  /** The clock does not fit the playback's anchor: go on under a new id. */
  | "clock_moved"
  /** Not wanted, now or later. */
  | "window_closed"
  | "event_cancelled"
  | "revoked"
  | "not_registered"
  | "origin_not_allowed"
  | "refused";

/**
 * Send a beacon and hear what became of it.
 *
 * @param url of the server's `/beacon`
 * @param known told what the recording is, once the server has taken it; null where there is none to compare with
 */
export async function post(
  url: string,
  beacon: Beacon,
  known?: (recording: PlayedRecording | null) => void,
): Promise<Verdict> {
  try {
    // Text needs no preflight; keepalive lets it outlive the page.
    const body = JSON.stringify(beacon);
    const answer = await fetch(url, { method: "POST", body, keepalive: true, credentials: "omit" });
    if (answer.status === 204) {
      known?.(JSON.parse(answer.headers.get("Latecomer-Recording") ?? "null") as PlayedRecording | null);
      return "taken";
    }
    if (answer.status >= 500 || [408, 425, 429].includes(answer.status)) return "later";
    const { code } = (await answer.json()) as { code?: string };
    if (code === "clock_moved" || code === "not_registered") return code;
    if (code === "window_closed" || code === "event_cancelled") return code;
    if (code === "origin_not_allowed") return code;
    return answer.status === 404 || code === "unknown_link" ? "revoked" : "refused";
  } catch {
    return "later";
  }
}
