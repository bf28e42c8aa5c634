/** The server's answer about a join link. Source: docs/protocol.md, Viewer; docs/domain.md, The join link. */

import type { Click, Join } from "../generated/api.ts";
import type { FailureReason } from "./player/source.ts";
import type { Sign } from "./sign.ts";

/** Why there is nothing to show. */
export type Refusal = "unknown_link" | "not_registered" | "window_closed" | "event_cancelled" | "no_link";

export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; code: Refusal }
  /** The network or the server: worth another try. */
  | { kind: "failed" };

/** The join link's two calls. */
export interface JoinApi {
  state(token: string): Promise<Answer<Join>>;
  /** Ask where the link leads; with a sign of a person the server records a click. */
  click(token: string, sign: Sign | null): Promise<Answer<Click>>;
  /** Tell the host that the recording cannot be played. Returns true once the server knows it. */
  cannotPlay(token: string, reason: FailureReason): Promise<boolean>;
}

export const joinApi: JoinApi = {
  state: (token) => call(path(token), { headers: { accept: "application/json" } }),
  click: (token, sign) =>
    call(`${path(token)}/click`, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(sign ? { sign } : {}),
    }),
  cannotPlay: async (token, reason) => {
    try {
      const response = await fetch(`${path(token)}/cannot-play`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ reason }),
      });
      return response.ok;
    } catch {
      return false;
    }
  },
};

function path(token: string): string {
  return `/j/${encodeURIComponent(token)}`;
}

async function call<T>(url: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(url, { ...init, cache: "no-store" });
    if (response.ok) return { kind: "ok", value: (await response.json()) as T };
    const refusals: Record<number, Refusal> = {
      403: "not_registered",
      404: "unknown_link",
      410: "window_closed",
    };
    const code = (await isCancelled(response)) ? "event_cancelled" : refusals[response.status];
    return code ? { kind: "refused", code } : { kind: "failed" };
  } catch {
    return { kind: "failed" };
  }
}

/** A closed window and a cancelled event have the same status; the problem's code tells them apart. */
async function isCancelled(response: Response): Promise<boolean> {
  if (response.status !== 410) return false;
  const problem = (await response.json().catch(() => null)) as { code?: string } | null;
  return problem?.code === "event_cancelled";
}

const TOKEN_KEY = "latecomer.join";

/**
 * The token of this visit. It leaves the address bar at once, so that nobody shares a link that counts as them.
 *
 * @returns null for `/watch` opened without a join link in this tab
 */
export function takeToken(location: Location, history: History, storage: () => Storage): string | null {
  const [, inPath] = /^\/j\/([^/]+)\/?$/.exec(location.pathname) ?? [];
  if (inPath) {
    const token = decodeURIComponent(inPath);
    try {
      storage().setItem(TOKEN_KEY, token);
      history.replaceState(null, "", "/watch");
    } catch {
      // Without storage a reload would lose the token, so the address keeps it.
    }
    return token;
  }
  try {
    return storage().getItem(TOKEN_KEY);
  } catch {
    return null;
  }
}
