import { beforeEach, describe, expect, test } from "vitest";
import type { Ack, StopReason, Welcome } from "./messages.ts";
import { Session } from "./session.ts";
import { EPOCH, FakeMedia, type FakeSocket, FakeStorage, FakeWorld, settled } from "./testing/fakes.ts";

const SERVER = "https://latecomer.example";
const LONGEST_BACKOFF_MS = 60_000;

let world: FakeWorld;
let media: FakeMedia;
let session: Session;
let stops: StopReason[];
let acks: Ack[];

beforeEach(() => {
  world = new FakeWorld();
  media = new FakeMedia();
  stops = [];
  acks = [];
});

function start(): void {
  session = new Session(world, media, {
    server: SERVER,
    join: "TOKEN",
    onAck: (ack) => acks.push(ack),
    onStop: (reason) => stops.push(reason),
  });
}

function welcome(socket: FakeSocket = world.socket, fields: Partial<Welcome> = {}): void {
  socket.open();
  const hello = socket.of("hello")[0] as { clock_ms: number; playback: string };
  socket.receive({
    type: "welcome",
    playback: hello.playback,
    anchor_at: new Date(world.wall() - hello.clock_ms).toISOString(),
    server_time: new Date(world.wall()).toISOString(),
    mode: "on_demand",
    heartbeat_s: 10,
    watched_s: 0,
    covered_s: 0,
    threshold_s: 60,
    status: "no_show",
    resume_s: 0,
    ...fields,
  });
}

function ack(seq: number, socket: FakeSocket = world.socket): void {
  socket.receive({ type: "ack", seq, mode: "on_demand", watched_s: 1, covered_s: 1 });
}

/** Let time pass with the events and ticks of a browser. */
function pass(ms: number): void {
  for (let left = ms; left > 0; left -= 250) {
    const step = Math.min(250, left);
    media.advance(step);
    world.pass(step);
    if (!media.paused) session.handle("timeupdate");
    if (Math.floor(world.at / 1_000) !== Math.floor((world.at - step) / 1_000)) session.handle("tick");
  }
}

function play(): void {
  media.paused = false;
  session.handle("play");
  session.handle("playing");
}

function pause(): void {
  media.paused = true;
  session.handle("pause");
}

function heartbeats(socket: FakeSocket = world.socket) {
  return socket.of("heartbeat") as { seq: number; state: string; segments: number[][] }[];
}

/** The server's final total: the length of the union of all segments it was ever sent, in ms. */
function watchedMs(): number {
  const sent = [
    ...world.sockets.flatMap((socket) => heartbeats(socket)),
    ...world.posts.flatMap(({ beacon }) => beacon.heartbeats),
    ...world.beacons.flatMap((beacon) => beacon.heartbeats),
  ];
  const intervals = sent
    .flatMap(({ segments }) => segments as number[][])
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  let end = 0;
  let sum = 0;
  for (const [from = 0, to = 0] of intervals) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

describe("by websocket", () => {
  test("says hello first, in the right subprotocol, with its own clock", () => {
    start();
    expect(world.socket.url).toBe("wss://latecomer.example/ws/playback");
    expect(world.socket.subprotocol).toBe("latecomer.playback.v1");
    world.pass(400);
    world.socket.open();
    expect(world.socket.sent).toEqual([
      { type: "hello", join: "TOKEN", playback: "playback-1", clock_ms: 400 },
    ]);
  });

  test("sends no heartbeat before the welcome", () => {
    start();
    world.socket.open();
    play();
    pass(500);
    expect(heartbeats()).toEqual([]);
  });

  test("reports every heartbeat_s while playing and at each change of state", () => {
    start();
    welcome();
    play();
    for (let beat = 0; beat < 3; beat++) {
      pass(10_000);
      ack(99);
    }
    pause();
    pass(1_000);
    ack(99);
    pass(60_000);
    const sent = heartbeats();
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(sent.map(({ state }) => state)).toEqual(["playing", "playing", "playing", "playing", "paused"]);
    expect(watchedMs()).toBe(30_000);
  });

  test("a paused viewer is silent", () => {
    start();
    welcome();
    pass(120_000);
    expect(heartbeats()).toEqual([]);
  });

  test("one seek makes one heartbeat", () => {
    start();
    welcome();
    play();
    pass(1_000);
    const before = heartbeats().length;
    media.seeking = true;
    media.currentTime = 100;
    for (const event of ["seeking", "waiting", "timeupdate"]) session.handle(event);
    media.seeking = false;
    for (const event of ["seeked", "playing"]) session.handle(event);
    pass(500);
    expect(heartbeats().length).toBe(before + 1);
    expect(heartbeats().at(-1)?.state).toBe("playing");
  });

  test("forgets a heartbeat on its ack only, and one ack may cover several", () => {
    start();
    welcome();
    play();
    pass(25_000);
    const sent = heartbeats().length;
    ack(sent - 1);
    world.socket.drop(1006);
    pass(LONGEST_BACKOFF_MS);
    welcome();
    expect(heartbeats()[0]?.seq).toBe(sent);
  });

  test("after a reconnect sends the rest again: same playback, same seq, nothing counted twice", () => {
    start();
    welcome();
    play();
    pass(12_000);
    const first = world.socket;
    first.drop(1006);
    pass(8_000);
    welcome();
    const again = heartbeats();
    expect(world.socket.of("hello")[0]?.playback).toBe("playback-1");
    expect(again.slice(0, 2)).toEqual(heartbeats(first).slice(0, 2));
    pause();
    pass(1_000);
    expect(watchedMs()).toBe(20_000);
  });

  test("an ack says nothing about what its connection did not carry", () => {
    start();
    welcome();
    play();
    pass(12_000);
    const first = world.socket;
    first.drop(1006);
    pass(3_000);
    // The new socket is open but not welcomed: it has carried nothing yet.
    world.socket.open();
    ack(99);
    ack(99, first);
    welcome();
    expect(
      heartbeats()
        .map(({ seq }) => seq)
        .slice(0, 2),
    ).toEqual([1, 2]);
  });

  test("a refused heartbeat is not sent again", () => {
    start();
    welcome();
    play();
    pass(12_000);
    world.socket.receive({ type: "error", code: "bad_heartbeat", message: "no", seq: 1 });
    world.socket.drop(1006);
    pass(3_000);
    welcome();
    expect(heartbeats()[0]?.seq).toBe(2);
  });

  test("comes back after a jittered, growing, bounded time", () => {
    world.jitter = 0.999;
    start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      world.socket.drop(1006);
      waits.push(world.nextTimerMs ?? -1);
      world.pass(LONGEST_BACKOFF_MS);
    }
    expect(waits[0]).toBeLessThan(1_000);
    expect(waits[3]).toBeGreaterThan(6_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_BACKOFF_MS);
    world.jitter = 0;
    world.socket.drop(1006);
    expect(world.nextTimerMs).toBe(0);
  });

  test.each([
    [4501, "revoked"],
    [4503, "window_closed"],
    [4508, "event_cancelled"],
    [4504, "not_registered"],
    [4507, "origin_not_allowed"],
    [4502, "refused"],
  ])("close code %i is the end: %s", (code, reason) => {
    start();
    welcome();
    world.socket.drop(code);
    world.pass(10 * LONGEST_BACKOFF_MS);
    expect(stops).toEqual([reason]);
    expect(world.sockets.length).toBe(1);
  });

  test.each([4001, 4002, 4003, 4004, 4006, 4007, 1011])("close code %i comes back", (code) => {
    start();
    welcome();
    world.socket.drop(code);
    world.pass(LONGEST_BACKOFF_MS);
    expect(stops).toEqual([]);
    expect(world.sockets.length).toBe(2);
  });

  test("stop stops: no reconnect, nothing more recorded", () => {
    start();
    welcome();
    play();
    pass(5_000);
    world.socket.receive({ type: "stop", reason: "revoked" });
    const sent = world.socket.sent.length;
    pass(60_000);
    expect(stops).toEqual(["revoked"]);
    expect(world.sockets.length).toBe(1);
    expect(heartbeats().length).toBeLessThanOrEqual(sent);
    expect(world.posts).toEqual([]);
  });

  test("what was played before the window closed still goes, by beacon", async () => {
    start();
    welcome();
    play();
    pass(5_000);
    world.socket.receive({ type: "stop", reason: "window_closed" });
    await settled();
    expect(watchedMs()).toBe(5_000);
    expect(world.posts.at(-1)?.beacon.playback).toBe("playback-1");
  });

  test("reconnect is obeyed after the time it names, whether the server closes or not", () => {
    start();
    welcome();
    world.socket.receive({ type: "reconnect", after_s: 5 });
    world.pass(4_000);
    expect(world.sockets.length).toBe(1);
    world.socket.drop(4002);
    world.pass(900);
    expect(world.sockets.length).toBe(1);
    world.pass(1_000);
    expect(world.sockets.length).toBe(2);

    welcome();
    const second = world.socket;
    second.receive({ type: "reconnect", after_s: 5 });
    world.pass(6_000);
    expect(second.closed).toBe(true);
    expect(world.sockets.length).toBe(3);
  });

  test("a socket that answers nothing for 30 s is given up", () => {
    start();
    welcome();
    play();
    pass(32_000);
    expect(world.sockets[0]?.closed).toBe(true);
    pass(2_000);
    expect(world.sockets.length).toBe(2);
  });

  test("a socket that owes nothing may be silent", () => {
    start();
    welcome();
    play();
    pass(2_000);
    pause();
    pass(1_000);
    ack(9);
    pass(300_000);
    expect(world.sockets.length).toBe(1);
  });
});

describe("by beacon", () => {
  test("an empty one says hello when no socket opens within a second", async () => {
    start();
    world.pass(999);
    expect(world.posts).toEqual([]);
    world.pass(1);
    await settled();
    expect(world.posts).toEqual([
      {
        url: "https://latecomer.example/beacon",
        beacon: { join: "TOKEN", playback: "playback-1", clock_ms: 1_000, heartbeats: [] },
      },
    ]);
  });

  test("no beacon while sockets work", async () => {
    start();
    welcome();
    play();
    for (let second = 0; second < 60; second++) {
      pass(1_000);
      ack(99);
      await settled();
    }
    expect(world.posts).toEqual([]);
  });

  test("goes on where websockets are blocked, every heartbeat_s and at changes", async () => {
    world.socketsAllowed = false;
    start();
    await settled();
    play();
    for (let second = 0; second < 30; second++) {
      pass(1_000);
      await settled();
    }
    pause();
    pass(1_000);
    await settled();
    expect(watchedMs()).toBe(30_000);
    const seqs = world.posts.flatMap(({ beacon }) => beacon.heartbeats.map(({ seq }) => seq));
    expect(seqs).toEqual([...new Set(seqs)]);
    expect(world.posts.length).toBeGreaterThanOrEqual(5);
  });

  test("without a 204 nothing is forgotten, and the server is not stormed", async () => {
    world.socketsAllowed = false;
    world.verdicts = ["later"];
    start();
    play();
    for (let second = 0; second < 40; second++) {
      pass(1_000);
      await settled();
    }
    expect(world.posts.length).toBeLessThan(10);
    world.verdicts = ["taken"];
    pause();
    for (let second = 0; second < 60; second++) {
      pass(1_000);
      await settled();
    }
    expect(world.posts.at(-1)?.beacon.heartbeats[0]?.seq).toBe(1);
    expect(watchedMs()).toBe(40_000);
  });

  test("a socket that opens later takes over", async () => {
    start();
    world.pass(1_000);
    await settled();
    welcome();
    play();
    pass(11_000);
    await settled();
    expect(world.posts.length).toBe(1);
    expect(heartbeats().length).toBeGreaterThanOrEqual(2);
  });

  test("a final refusal is final", async () => {
    world.socketsAllowed = false;
    world.verdicts = ["revoked"];
    start();
    await settled();
    world.pass(LONGEST_BACKOFF_MS);
    expect(stops).toEqual(["revoked"]);
    expect(world.posts.length).toBe(1);
  });
});

describe("page loads", () => {
  test("leaving sends everything unanswered and says bye", () => {
    start();
    welcome();
    play();
    pass(12_300);
    session.leave();
    expect(world.beacons).toHaveLength(1);
    expect(world.beacons[0]?.heartbeats.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(world.beacons[0]?.heartbeats.at(-1)?.state).toBe("paused");
    expect(watchedMs()).toBe(12_300);
    expect(world.socket.sent.at(-1)).toEqual({ type: "bye" });
  });

  test("a page from the back/forward cache goes on with the same playback", () => {
    start();
    welcome();
    play();
    pass(2_000);
    session.leave();
    pause();
    session.comeBack();
    welcome();
    expect(world.sockets.length).toBe(2);
    expect(world.socket.of("hello")[0]?.playback).toBe("playback-1");
    expect(heartbeats()[0]?.seq).toBe(1);
  });

  test("after a reload the rest goes by beacon under its own playback, with its clock's value now", async () => {
    start();
    welcome();
    play();
    pass(12_000);
    session.leave();
    // A new page load: a new monotonic clock, a new playback, the same storage.
    const before = world;
    world = new FakeWorld();
    world.stores = before.stores;
    world.at = 100;
    world.offset = before.wall() + 7_000 - 100;
    world.uuid = () => "playback-after";
    media = new FakeMedia();
    start();
    welcome();
    await settled();
    expect(world.posts).toHaveLength(1);
    const { beacon } = world.posts[0] ?? {};
    expect(beacon?.playback).toBe("playback-1");
    expect(beacon?.clock_ms).toBe(19_000);
    expect(beacon?.heartbeats.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(world.socket.of("hello")[0]?.playback).toBe("playback-after");
    expect(before.stores[0]?.length).toBe(0);
  });

  test("what was acked leaves nothing behind", () => {
    start();
    welcome();
    play();
    pass(12_000);
    pause();
    pass(1_000);
    ack(99);
    expect(world.stores[0]?.length).toBe(0);
    expect(acks).toHaveLength(1);
  });

  test("another member's rest goes under their own token, another server's stays", async () => {
    const rest = { server: SERVER, zeroAt: EPOCH - 60_000, anchorAt: null };
    const heartbeat = { seq: 4, state: "playing" as const, segments: [] };
    world.shelf.save({ ...rest, join: "OTHER", playback: "theirs", heartbeats: [heartbeat] });
    world.shelf.save({
      ...rest,
      server: "https://b.example",
      join: "B",
      playback: "b",
      heartbeats: [heartbeat],
    });
    start();
    welcome();
    await settled();
    expect(world.posts.map(({ beacon }) => [beacon.join, beacon.playback, beacon.clock_ms])).toEqual([
      ["OTHER", "theirs", 60_000],
    ]);
    expect(world.stores[0]?.length).toBe(1);
  });

  test("a rest the server does not take now is tried again, not at once", async () => {
    const heartbeat = { seq: 1, state: "paused" as const, segments: [] };
    world.shelf.save({
      server: SERVER,
      join: "T",
      playback: "old",
      zeroAt: EPOCH,
      anchorAt: null,
      heartbeats: [heartbeat],
    });
    world.verdicts = ["later", "taken"];
    start();
    welcome();
    await settled();
    pass(5_000);
    await settled();
    expect(world.posts.length).toBe(1);
    for (let second = 0; second < 60; second++) {
      pass(1_000);
      await settled();
    }
    expect(world.posts.length).toBe(2);
    expect(world.stores[0]?.length).toBe(0);
  });

  test("entries older than a playback can be are thrown away", () => {
    world.shelf.save({
      server: SERVER,
      join: "T",
      playback: "ancient",
      zeroAt: EPOCH - 37 * 3_600_000,
      anchorAt: null,
      heartbeats: [{ seq: 1, state: "paused", segments: [] }],
    });
    world.stores[0]?.setItem("latecomer.rest.broken", "{");
    start();
    expect(world.stores[0]?.length).toBe(0);
  });

  test("a full localStorage falls back to the session's, a full one of both to memory", () => {
    world.stores = [new FakeStorage(0), new FakeStorage()];
    start();
    welcome();
    play();
    pass(12_000);
    expect(world.stores[0]?.length).toBe(0);
    expect(world.stores[1]?.length).toBe(1);

    world = new FakeWorld();
    world.stores = [new FakeStorage(0)];
    start();
    welcome();
    play();
    pass(12_000);
    expect(heartbeats().length).toBeGreaterThanOrEqual(2);
  });
});

describe("clocks", () => {
  test("after a sleep in which the clock stood still a new playback goes on, the old one's rest by beacon", async () => {
    start();
    welcome();
    play();
    pass(5_000);
    const first = world.socket;
    // Two hours pass on the wall, none on the monotonic clock.
    world.offset += 2 * 3_600_000;
    session.handle("timeupdate");
    expect(session.playback).toBe("playback-2");
    expect(first.closed).toBe(true);
    world.socket.open();
    expect(world.socket.of("hello")[0]).toMatchObject({ playback: "playback-2", clock_ms: 0 });
    welcome();
    await settled();
    const { beacon } = world.posts[0] ?? {};
    expect(beacon?.playback).toBe("playback-1");
    // By the server's clock the first playback began two hours and five seconds ago.
    expect(beacon?.clock_ms).toBe(2 * 3_600_000 + 5_000);
    expect(beacon?.heartbeats.flatMap(({ segments }) => segments)).toEqual([
      [0, 250, 0, 0.25],
      [250, 5_000, 0.25, 5],
    ]);
  });

  test("a wall clock set back does not spoil what the old playback still owes", async () => {
    start();
    welcome();
    const serverAhead = world.offset;
    play();
    pass(5_000);
    world.offset -= 3_600_000;
    session.handle("timeupdate");
    welcome(world.socket, { server_time: new Date(world.at + serverAhead).toISOString() });
    await settled();
    expect(world.posts[0]?.beacon.clock_ms).toBe(5_000);
  });

  test("less than a second of drift is nothing", () => {
    start();
    welcome();
    play();
    world.offset += 999;
    pass(5_000);
    expect(session.playback).toBe("playback-1");
  });

  test("after twelve hours a new playback takes over without losing time", async () => {
    media.duration = 100_000;
    start();
    welcome();
    play();
    for (let minute = 0; minute < 12 * 60; minute++) {
      media.advance(60_000);
      world.pass(60_000);
      session.handle("tick");
      ack(99_999);
    }
    expect(session.playback).toBe("playback-1");
    pass(1_000);
    expect(session.playback).toBe("playback-2");
  });

  test("4005 makes a new playback; the old one's heartbeats go by beacon", async () => {
    start();
    welcome();
    play();
    pass(12_000);
    world.socket.receive({ type: "error", code: "clock_moved", message: "no" });
    world.socket.drop(4005);
    expect(session.playback).toBe("playback-2");
    welcome();
    await settled();
    expect(world.posts[0]?.beacon.playback).toBe("playback-1");
    expect(watchedMs()).toBeGreaterThanOrEqual(11_750);
  });
});

test("detaching reports what was played and stays silent", () => {
  start();
  welcome();
  play();
  pass(3_000);
  session.end();
  expect(watchedMs()).toBe(3_000);
  const sent = world.socket.sent.length;
  media.advance(60_000);
  world.pass(60_000);
  session.handle("tick");
  session.comeBack();
  expect(world.sockets.length).toBe(1);
  expect(world.socket.sent.length).toBe(sent);
});
