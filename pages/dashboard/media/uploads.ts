/** The uploads of this browser: several at once, on while other pages of the dashboard are looked at. */
import { signal } from "@preact/signals";
import { asProblem, Problem } from "../../ui/problem.ts";
import { cancel, create, send, type World } from "./tus.ts";

export type UploadState = "sending" | "waiting" | "paused" | "failed" | "done";

export interface Upload {
  /** The place in the list of this page load. */
  number: number;
  name: string;
  bytes: number;
  /** The upload's and the asset's id; null until the server has given one. */
  id: string | null;
  /** The bytes that the server has. */
  offset: number;
  state: UploadState;
  problem: Problem | null;
}

export const uploads = signal<readonly Upload[]>([]);

/** More would only share the same line. */
const AT_ONCE = 3;
const KEPT = "latecomer-uploads";
const KEPT_MOST = 50;

const files = new Map<number, File>();
const running = new Map<number, AbortController>();
let last = 0;

const world: World = {
  fetch: (...given) => fetch(...given),
  now: () => performance.now(),
  wait: (ms, aborted) =>
    new Promise((done, stop) => {
      const timer = setTimeout(end, ms);
      addEventListener("online", end);
      aborted.addEventListener("abort", abort);
      function release(): void {
        clearTimeout(timer);
        removeEventListener("online", end);
        aborted.removeEventListener("abort", abort);
      }
      function end(): void {
        release();
        done();
      }
      function abort(): void {
        release();
        stop(aborted.reason);
      }
    }),
};

/** Begins to send files. One that was cut off in an earlier page load goes on where it was. */
export function add(chosen: Iterable<File>): void {
  for (const file of chosen) {
    last += 1;
    files.set(last, file);
    const made = { number: last, name: file.name, bytes: file.size, offset: 0, problem: null };
    uploads.value = [...uploads.value, { ...made, id: kept()[fingerprint(file)] ?? null, state: "waiting" }];
  }
  start();
}

export function pause(number: number): void {
  const sending = running.get(number);
  change(number, { state: "paused" });
  sending?.abort(new Problem("paused", 0, ""));
}

/** Goes on with a paused or failed upload. */
export function resume(number: number): void {
  change(number, { state: "waiting", problem: null });
  start();
}

/** Stops an upload and forgets what has arrived of it. */
export async function giveUp(number: number): Promise<void> {
  const found = uploads.value.find((each) => each.number === number);
  pause(number);
  if (found?.id) await cancel(found.id, world);
  dismiss(number);
}

/** Takes a line out of the list: it is done, or has failed. */
export function dismiss(number: number): void {
  const file = files.get(number);
  if (file) remember(file, null);
  files.delete(number);
  uploads.value = uploads.value.filter((each) => each.number !== number);
}

function start(): void {
  for (const each of uploads.value) {
    if (running.size >= AT_ONCE) return;
    if (each.state === "waiting" && !running.has(each.number)) void run(each);
  }
}

async function run({ number, id }: Upload): Promise<void> {
  const file = files.get(number);
  if (!file) return;
  const controller = new AbortController();
  running.set(number, controller);
  try {
    await sendWhole(file, number, id, controller.signal);
    remember(file, null);
    change(number, { state: "done", offset: file.size, problem: null });
  } catch (thrown) {
    if (!controller.signal.aborted) change(number, { state: "failed", problem: asProblem(thrown) });
  } finally {
    running.delete(number);
    start();
  }
}

async function sendWhole(
  file: File,
  number: number,
  known: string | null,
  aborted: AbortSignal,
): Promise<void> {
  change(number, { state: "sending" });
  let id = known ?? (await begin(file, number));
  const follow = (sent: { offset: number; waiting: boolean }) => {
    if (!aborted.aborted)
      change(number, { offset: sent.offset, state: sent.waiting ? "waiting" : "sending" });
  };
  try {
    await send(file, id, world, aborted, follow);
  } catch (thrown) {
    // What was begun in an earlier page load may be gone by now: it is sent from the beginning.
    if (!(known && thrown instanceof Problem && thrown.code === "unknown_upload")) throw thrown;
    id = await begin(file, number);
    await send(file, id, world, aborted, follow);
  }
}

async function begin(file: File, number: number): Promise<string> {
  const id = await create(file, world);
  change(number, { id });
  remember(file, id);
  return id;
}

function change(number: number, news: Partial<Upload>): void {
  uploads.value = uploads.value.map((each) => (each.number === number ? { ...each, ...news } : each));
  if (uploads.value.some(({ state }) => state === "sending" || state === "waiting"))
    addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** The same file, as far as a browser tells without reading it. */
function fingerprint(file: File): string {
  return `${file.name} ${file.size} ${file.lastModified}`;
}

function kept(): Record<string, string> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    return typeof read === "object" && read !== null ? (read as Record<string, string>) : {};
  } catch {
    return {};
  }
}

function remember(file: File, id: string | null): void {
  const others = Object.entries(kept()).filter(([each]) => each !== fingerprint(file));
  const all = id === null ? others : [...others, [fingerprint(file), id] as const];
  try {
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(all.slice(-KEPT_MOST))));
  } catch {
    // Without a store an upload goes on only within this page load.
  }
}
