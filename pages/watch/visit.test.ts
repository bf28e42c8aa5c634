import { beforeEach, describe, expect, test } from "vitest";
import type { Click, Join } from "../generated/api.ts";
import type { Answer } from "./join.ts";
import type { Sign } from "./sign.ts";
import { Visit } from "./visit.ts";

const NOW = Date.parse("2026-03-04T12:00:00.000Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** This machine's clock is wrong; the server's counts. */
const WRONG_BY = -90_000;

let server: number;
let timers: { at: number; run: () => void }[];
let gone: string[];
let clicks: number;
let signed: (Sign | null)[];
let signs: { sign: Sign | null; settled: () => Promise<void> };
let settle: () => void;
let state: Answer<Partial<Join>>;
let click: Answer<Click>;
let visit: Visit;

beforeEach(() => {
  server = NOW;
  timers = [];
  gone = [];
  clicks = 0;
  signed = [];
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  signs = { sign: null, settled: () => settled };
  click = { kind: "ok", value: { next: "play" } };
  visit = open("TOKEN");
});

function open(token: string | null): Visit {
  return new Visit(
    {
      api: {
        async state() {
          if (state.kind !== "ok") return state;
          const value = { ...webinar(0), ...state.value, server_time: new Date(server).toISOString() };
          return { kind: "ok", value };
        },
        async click(_, sign) {
          clicks++;
          signed.push(sign);
          return click;
        },
      },
      signs,
      now: () => server + WRONG_BY,
      after: (ms, run) => timers.push({ at: server + ms, run }),
      go: (url) => gone.push(url),
      random: () => 0.5,
    },
    token,
  );
}

/** A webinar of an hour that starts `startsIn` ms from NOW. */
function webinar(startsIn: number, fields: Partial<Join> = {}): Join {
  const at = (ms: number) => new Date(NOW + ms).toISOString();
  return {
    phase: "waiting",
    name: "A webinar",
    opens_at: at(startsIn - 15 * MINUTE),
    starts_at: at(startsIn),
    ends_at: at(startsIn + 60 * MINUTE),
    closes_at: at(startsIn + 60 * MINUTE + 30 * DAY),
    server_time: at(0),
    timezone: "UTC",
    recording: null,
    captions: [],
    rundown: null,
    live_url: null,
    watch_url: null,
    automated: false,
    calendar_url: "/j/TOKEN/calendar.ics",
    click_decides: false,
    status: "registered",
    ...fields,
  };
}

function answers(value: Join): void {
  state = { kind: "ok", value };
}

/** Go to the next planned look, and past it. */
async function nextLook(): Promise<number> {
  const timer = timers.pop();
  if (!timer) throw new Error("no look is planned");
  timers = [];
  server = timer.at;
  timer.run();
  await turns();
  return server - NOW;
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

const RECORDING = { url: "/recordings/a.mp4", duration_s: 180 };

test("waits for the opening by the server's clock, then arrives by itself with a click of its own", async () => {
  answers(webinar(20 * MINUTE));
  await visit.look();
  expect(visit.scene.value.name).toBe("waiting");
  expect(visit.serverNow()).toBe(NOW);
  expect(clicks).toBe(1);

  answers(webinar(20 * MINUTE, { phase: "live", live_url: "https://meet.example/1" }));
  click = { kind: "ok", value: { next: "live_url", url: "https://meet.example/1" } };
  const lookedAt = await nextLook();
  expect(lookedAt).toBeGreaterThanOrEqual(5 * MINUTE);
  expect(lookedAt).toBeLessThanOrEqual(5 * MINUTE + 2_000);
  expect(clicks).toBe(2);
  expect(gone).toEqual(["https://meet.example/1"]);
  expect(visit.scene.value).toMatchObject({ name: "leaving", to: "https://meet.example/1" });
});

test("one click per phase, however often it looks", async () => {
  answers(webinar(-2 * DAY, { phase: "on_demand" }));
  await visit.look();
  await nextLook();
  await nextLook();
  expect(clicks).toBe(1);
});

test("a far opening is waited for in steps that timers can take", async () => {
  answers(webinar(60 * DAY));
  await visit.look();
  expect(await nextLook()).toBe(DAY);
});

test("a room that is open without anything on polls until there is", async () => {
  answers(webinar(5 * MINUTE, { phase: "live" }));
  await visit.look();
  expect(visit.scene.value.name).toBe("room");
  answers(webinar(5 * MINUTE, { phase: "live", automated: true, recording: RECORDING }));
  expect(await nextLook()).toBe(15_000);
  expect(visit.scene.value).toMatchObject({ name: "broadcast", recording: RECORDING });
});

test("a broadcast becomes the recording when the event ends", async () => {
  answers(webinar(-10 * MINUTE, { phase: "live", automated: true, recording: RECORDING }));
  await visit.look();
  answers(webinar(-10 * MINUTE, { phase: "on_demand", automated: true, recording: RECORDING }));
  expect(await nextLook()).toBeGreaterThanOrEqual(50 * MINUTE);
  expect(visit.scene.value.name).toBe("recording");
});

test("the recording is coming until it is there", async () => {
  answers(webinar(-2 * DAY, { phase: "on_demand" }));
  await visit.look();
  expect(visit.scene.value.name).toBe("coming");
  answers(webinar(-2 * DAY, { phase: "on_demand", recording: RECORDING }));
  expect(await nextLook()).toBe(15_000);
  expect(visit.scene.value).toMatchObject({ name: "recording", recording: RECORDING, awaited: true });
  await visit.look();
  expect(visit.scene.value).toMatchObject({ name: "recording", awaited: false });
});

test("a watch page elsewhere is gone to with the address that the click answers", async () => {
  answers(webinar(-2 * DAY, { phase: "on_demand", recording: RECORDING, watch_url: "https://b.example/v" }));
  click = { kind: "ok", value: { next: "watch_url", url: "https://b.example/v#latecomer=TOKEN" } };
  await visit.look();
  expect(gone).toEqual(["https://b.example/v#latecomer=TOKEN"]);
});

describe("refusals", () => {
  test.each(["unknown_link", "not_registered", "window_closed", "event_cancelled"] as const)(
    "%s has its page",
    async (code) => {
      state = { kind: "refused", code };
      await visit.look();
      expect(visit.scene.value).toEqual({ name: "refused", code });
      expect(clicks).toBe(0);
    },
  );

  test("somebody who is not registered yet is let in as soon as they are", async () => {
    state = { kind: "refused", code: "not_registered" };
    await visit.look();
    answers(webinar(-2 * DAY, { phase: "on_demand", recording: RECORDING }));
    await nextLook();
    expect(visit.scene.value.name).toBe("recording");
  });

  test("the window closes under an open page", async () => {
    answers(webinar(-30 * DAY, { phase: "on_demand", recording: RECORDING }));
    await visit.look();
    state = { kind: "refused", code: "window_closed" };
    await nextLook();
    expect(visit.scene.value).toEqual({ name: "refused", code: "window_closed" });
  });

  test("without a link in this tab there is nothing to ask", async () => {
    visit = open(null);
    await visit.look();
    expect(visit.scene.value).toEqual({ name: "refused", code: "no_link" });
  });
});

describe("a server that does not answer", () => {
  test("is told once and tried again, less and less often", async () => {
    state = { kind: "failed" };
    await visit.look();
    expect(visit.scene.value.name).toBe("offline");
    const first = await nextLook();
    const second = await nextLook();
    expect(first).toBeLessThanOrEqual(2_000);
    expect(second - first).toBeGreaterThan(first);
    for (let n = 0; n < 10; n++) await nextLook();
    const before = server;
    await nextLook();
    expect(server - before).toBeLessThanOrEqual(30_000);
    answers(webinar(-2 * DAY, { phase: "on_demand", recording: RECORDING }));
    await nextLook();
    expect(visit.scene.value.name).toBe("recording");
  });

  test("takes nothing away from who is watching already", async () => {
    answers(webinar(-2 * DAY, { phase: "on_demand", recording: RECORDING }));
    await visit.look();
    state = { kind: "failed" };
    await visit.look();
    expect(visit.scene.value.name).toBe("recording");
  });

  test("a click that fails keeps nobody from watching and is confirmed later", async () => {
    answers(webinar(-2 * DAY, { phase: "on_demand", recording: RECORDING }));
    click = { kind: "failed" };
    await visit.look();
    expect(visit.scene.value.name).toBe("recording");
    click = { kind: "ok", value: { next: "play" } };
    await nextLook();
    await visit.look();
    expect(clicks).toBe(2);
  });
});

describe("a sign of a person", () => {
  const room = () => webinar(0, { phase: "live", live_url: "https://meet.example/1", click_decides: true });

  beforeEach(() => {
    click = { kind: "ok", value: { next: "live_url", url: "https://meet.example/1" } };
  });

  test("is waited for where a click decides", async () => {
    answers(room());
    const looking = visit.look();
    await Promise.resolve();
    await Promise.resolve();
    expect(visit.scene.value.name).toBe("arriving");
    expect(clicks).toBe(0);
    signs.sign = "gesture";
    settle();
    await looking;
    expect(signed).toEqual(["gesture"]);
    expect(gone).toEqual(["https://meet.example/1"]);
  });

  test("that never comes keeps nobody out, and confirms nothing", async () => {
    answers(room());
    const looking = visit.look();
    settle();
    await looking;
    expect(signed).toEqual([null]);
    expect(gone).toEqual(["https://meet.example/1"]);
  });

  test("that comes later is told where a click decides nothing", async () => {
    answers(webinar(60 * MINUTE));
    await visit.look();
    expect(signed).toEqual([null]);
    signs.sign = "presence";
    settle();
    await Promise.resolve();
    await Promise.resolve();
    expect(signed).toEqual([null, "presence"]);
  });
});
