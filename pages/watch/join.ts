/** What the server says about a join link. Source: docs/protocol.md, Viewer; docs/domain.md, The join link. */

export type Phase = "waiting" | "live" | "on_demand" | "closed";

export interface JoinState {
  phase: Phase;
  name: string;
  starts_at: string;
  ends_at: string;
  closes_at: string;
  /** When the room opens: a little before the start. */
  opens_at: string;
  server_time: string;
  /** IANA name of the webinar's own zone. */
  timezone: string;
  recording: { url: string; duration_s: number } | null;
  live_url: string | null;
  watch_url: string | null;
  /** The recording is played to everybody at the same time, as if it were live. */
  automated: boolean;
  calendar_url: string;
  status: string;
}

/** Why there is nothing to show. */
export type Refusal = "unknown_link" | "not_registered" | "window_closed" | "no_link";

export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; code: Refusal }
  /** The network or the server: worth another try. */
  | { kind: "failed" };

export interface Confirmation {
  next: "play" | "live_url" | "watch_url" | "wait";
  url?: string;
}

/** The join link's two calls. */
export interface JoinApi {
  state(token: string): Promise<Answer<JoinState>>;
  /** Tell the server that a person, not a mail scanner, opened the link. */
  click(token: string): Promise<Answer<Confirmation>>;
}

export const joinApi: JoinApi = {
  state: (token) => call(path(token), { headers: { accept: "application/json" } }),
  click: (token) => call(`${path(token)}/click`, { method: "POST", headers: { accept: "application/json" } }),
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
    const code = refusals[response.status];
    return code ? { kind: "refused", code } : { kind: "failed" };
  } catch {
    return { kind: "failed" };
  }
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
