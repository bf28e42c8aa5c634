/**
 * Resumable uploads (tus 1.0.0): a file is sent in pieces, and after any cut from where the server has it.
 *
 * Source: docs/media.md, Uploads
 */
import { Problem, problemFrom } from "../../ui/problem.ts";

const UPLOADS = "/api/v1/media/uploads";
const VERSION = { "tus-resumable": "1.0.0" };
const FIRST_PIECE = 256 * 1024;
const LARGEST_PIECE = 16 * 1024 * 1024;
/** A piece that took less is followed by a larger one, one that took more than four times as much by a smaller one. */
const PIECE_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Refusals that pass by themselves: another request still writes, or the offset has to be asked for. */
const PASSING = new Set([408, 409, 423, 425, 429]);

/** What an upload needs of the world. */
export interface World {
  fetch: typeof fetch;
  now: () => number;
  /** Resolves after that time, or as soon as the network is back; rejects when the signal aborts. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Sent {
  /** The number of bytes that the server has. */
  offset: number;
  /** True from a failed request until the next that succeeds. */
  waiting: boolean;
}

/** Announces a file; returns the upload's id, which is the asset's. @throws Problem */
export async function create(file: File, world: Pick<World, "fetch">): Promise<string> {
  const response = await world.fetch("/api/v1/media", {
    method: "POST",
    credentials: "same-origin",
    headers: {
      ...VERSION,
      "upload-length": String(file.size),
      "upload-metadata": `filename ${base64(file.name)}`,
    },
  });
  if (!response.ok) throw await refusal(response);
  const location = response.headers.get("location") ?? "";
  return location.slice(location.lastIndexOf("/") + 1);
}

/** Gives an upload up. */
export async function cancel(id: string, world: Pick<World, "fetch">): Promise<void> {
  const response = await world.fetch(`${UPLOADS}/${id}`, {
    method: "DELETE",
    credentials: "same-origin",
    headers: VERSION,
  });
  if (!response.ok && response.status !== 404) throw await refusal(response);
}

/**
 * Sends what the server does not have yet, until it has all. Cuts, restarts and busy servers are waited for.
 * @throws Problem when the server refuses for good; the signal's reason when it aborts.
 */
export async function send(
  file: File,
  id: string,
  world: World,
  signal: AbortSignal,
  progress: (sent: Sent) => void,
): Promise<void> {
  let offset: number | null = null;
  let piece = FIRST_PIECE;
  let waited_ms = 0;
  while (offset === null || offset < file.size) {
    const began = world.now();
    try {
      offset =
        offset === null
          ? await ask(file, id, world, signal)
          : await put(file.slice(offset, offset + piece), id, offset, world, signal);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      if (thrown instanceof Problem && !passes(thrown)) throw thrown;
      progress({ offset: offset ?? 0, waiting: true });
      waited_ms = Math.min(LONGEST_WAIT_MS, Math.max(1000, waited_ms * 2));
      await world.wait(waited_ms, signal);
      offset = null;
      piece = FIRST_PIECE;
      continue;
    }
    waited_ms = 0;
    const took_ms = world.now() - began;
    if (took_ms < PIECE_MS) piece = Math.min(LARGEST_PIECE, piece * 2);
    else if (took_ms > 4 * PIECE_MS) piece = Math.max(FIRST_PIECE, piece / 2);
    progress({ offset, waiting: false });
  }
}

async function ask(file: File, id: string, world: World, signal: AbortSignal): Promise<number> {
  const response = await world.fetch(`${UPLOADS}/${id}`, {
    method: "HEAD",
    credentials: "same-origin",
    headers: VERSION,
    signal,
  });
  const offset = await offsetOf(response);
  // Where the answer to the last piece was lost, the original may be converted and gone by now: all of it arrived.
  return offset >= Number(response.headers.get("upload-length") ?? file.size) ? file.size : offset;
}

async function put(
  body: Blob,
  id: string,
  offset: number,
  world: World,
  signal: AbortSignal,
): Promise<number> {
  const response = await world.fetch(`${UPLOADS}/${id}`, {
    method: "PATCH",
    credentials: "same-origin",
    headers: {
      ...VERSION,
      "upload-offset": String(offset),
      "content-type": "application/offset+octet-stream",
    },
    body,
    signal,
  });
  return offsetOf(response);
}

async function offsetOf(response: Response): Promise<number> {
  if (!response.ok) throw await refusal(response);
  return Number(response.headers.get("upload-offset"));
}

async function refusal(response: Response): Promise<Problem> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = undefined;
  }
  return problemFrom(response.status, body);
}

function passes({ status }: Problem): boolean {
  return status === 0 || status >= 500 || PASSING.has(status);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
