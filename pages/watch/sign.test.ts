import { beforeEach, expect, test } from "vitest";
import { PRESENCE_MS, SignWatch } from "./sign.ts";

let timers: { at: number; run: () => void }[];
let now: number;
let visibility: DocumentVisibilityState;
let page: Document;

beforeEach(() => {
  timers = [];
  now = 0;
  visibility = "visible";
  page = new EventTarget() as Document;
  Object.defineProperty(page, "visibilityState", { get: () => visibility });
});

function watch(automated = false): SignWatch {
  return new SignWatch(page, automated, (ms, run) => timers.push({ at: now + ms, run }));
}

function pass(ms: number): void {
  now += ms;
  const due = timers.filter((timer) => timer.at <= now);
  timers = timers.filter((timer) => timer.at > now);
  for (const timer of due) timer.run();
}

function show(state: DocumentVisibilityState): void {
  visibility = state;
  page.dispatchEvent(new Event("visibilitychange"));
}

function gesture(name: string, isTrusted: boolean): void {
  const event = new Event(name);
  Object.defineProperty(event, "isTrusted", { value: isTrusted });
  page.dispatchEvent(event);
}

test("three visible seconds on end are presence", () => {
  const signs = watch();
  pass(PRESENCE_MS - 1);
  expect(signs.sign).toBeNull();
  pass(1);
  expect(signs.sign).toBe("presence");
});

test("hidden seconds do not add up", () => {
  const signs = watch();
  pass(2_000);
  show("hidden");
  pass(5_000);
  show("visible");
  pass(2_000);
  expect(signs.sign).toBeNull();
  pass(1_000);
  expect(signs.sign).toBe("presence");
});

test("an automated browser is not present, and is led on all the same", async () => {
  const signs = watch(true);
  const settled = signs.settled();
  pass(PRESENCE_MS);
  await settled;
  expect(signs.sign).toBeNull();
});

test.each(["pointerdown", "keydown", "touchstart", "click"])("a trusted %s is a gesture", async (name) => {
  const signs = watch(true);
  const settled = signs.settled();
  gesture(name, false);
  expect(signs.sign).toBeNull();
  gesture(name, true);
  await settled;
  expect(signs.sign).toBe("gesture");
});

test("a page that is rendered ahead is not visible yet", () => {
  const ahead = page as unknown as { prerendering: boolean };
  ahead.prerendering = true;
  const signs = watch();
  pass(10_000);
  expect(signs.sign).toBeNull();
  ahead.prerendering = false;
  page.dispatchEvent(new Event("prerenderingchange"));
  pass(PRESENCE_MS);
  expect(signs.sign).toBe("presence");
});
