/** One way to the server: cookie-authenticated JSON, refusals thrown as Problem. */

import { t } from "../i18n/texts.ts";
import { Problem, problemFrom } from "./problem.ts";

export type Query = Record<string, string | number | readonly string[] | undefined>;

export interface Options {
  query?: Query;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, under this content type. */
  raw?: { type: string; body: Blob | string };
  signal?: AbortSignal;
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls `listener` whenever the server says that nobody is signed in (any more). */
export function onSignedOut(listener: Listener): void {
  signedOut.add(listener);
}

let bearer: string | null = null;

/** Calls go out as the holder of this secret from now on, instead of by the session's cookie. */
export function bearBy(secret: string): void {
  bearer = secret;
}

/** `/api/v1` plus `path` and `query`; lists become repeated parameters, undefined ones are left out. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === "object") for (const each of value) parameters.append(name, each);
    else parameters.append(name, String(value));
  }
  const search = parameters.toString();
  return `/api/v1${path}${search ? `?${search}` : ""}`;
}

/**
 * Sends one request.
 * @returns the decoded JSON body; undefined for an empty answer.
 * @throws Problem when the server refuses or cannot be reached.
 */
export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers = new Headers({ accept: "application/json, application/problem+json" });
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (bearer) headers.set("authorization", `Bearer ${bearer}`);
  if (options.signal) init.signal = options.signal;
  if (options.raw) {
    headers.set("content-type", options.raw.type);
    init.body = options.raw.body;
  } else if (options.json !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(options.json);
  }
  const response = await send(address(path, options.query), init);
  const body = await decoded(response);
  if (response.ok) return body as T;
  if (response.status === 401 && path !== "/session") for (const listener of signedOut) listener();
  throw problemFrom(response.status, body);
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw new Problem("unreachable", 0, t("ui-unreachable"));
  }
}

async function decoded(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
