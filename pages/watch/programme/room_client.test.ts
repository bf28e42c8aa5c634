import { expect, test } from "vitest";
import { onAir } from "../../automated/on_air.ts";
import type { Line, OnAir, Room, RoomRequest } from "../../generated/api.ts";
import type { Socket } from "../../viewer/connection.ts";
import { RoomClient } from "./room_client.ts";

const STARTS_AT = Date.parse("2026-03-04T17:00:00.000Z");

const AIR: OnAir = {
  at: "2026-03-04T17:00:10.000Z",
  version: 1,
  phase: "running",
  programme_ms: 10_000,
  starts_at: "2026-03-04T17:00:00.000Z",
  ends_at: "2026-03-04T17:10:00.000Z",
  stage: {
    id: "film",
    kind: "video",
    item: { kind: "video", id: "film", start_ms: 0, duration_ms: 60_000 },
    start_ms: 0,
    end_ms: 60_000,
    media_ms: 10_000,
    file: "film",
  },
  overlays: [],
  next_at: null,
  soon: [{ kind: "image", id: "picture", start_ms: 60_000, duration_ms: 5_000 }],
};

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: { type: string; since?: number }[] = [];
  isClosed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.isClosed = true;
  }
  /** The server says this. */
  tells(...messages: object[]): void {
    for (const message of messages) this.onmessage?.({ data: JSON.stringify(message) });
  }
  /** It opens, and the room is as it was at the start. */
  welcomes(more: object = {}): void {
    this.onopen?.();
    this.tells({
      type: "welcome",
      role: "viewer",
      server_ms: STARTS_AT,
      grant: "GRANT",
      on_air: AIR,
      chat: CHAT,
      polls: [],
      ...more,
    });
  }
}

const CHAT = { mode: "open", slow_s: 0, banned: false, lines: [], mine: [], last: 0 };

class World {
  readonly token = "TOKEN";
  readonly sockets: FakeSocket[] = [];
  /** What waits for its time, by the wait. */
  later: { ms: number; run: () => void }[] = [];
  connect(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket");
    return socket;
  }
  /** Do what waits for just so long. */
  pass(ms: number): void {
    const due = this.later.filter((one) => one.ms === ms);
    this.later = this.later.filter((one) => one.ms !== ms);
    for (const { run } of due) run();
  }
  asked: RoomRequest[] = [];
  waits: number[] = [];
  fails = false;
  /** Answered in addition, once. */
  told: Room["messages"] = [];
  monotonicMs = 1_000;
  readonly monotonic = () => this.monotonicMs;
  /** Ten minutes wrong. */
  readonly wall = () => STARTS_AT + 600_000;
  readonly random = () => 0.5;
  readonly after = (ms: number, run: () => void) => {
    this.waits.push(ms);
    const waiting = { ms, run };
    this.later.push(waiting);
    return () => {
      this.later = this.later.filter((one) => one !== waiting);
    };
  };
  async ask(request: RoomRequest): Promise<Room | null> {
    this.asked.push(request);
    if (this.fails) return null;
    const messages: Room["messages"] = [];
    for (const message of request.messages) {
      if (message.type === "clock") {
        this.monotonicMs += 20;
        messages.push({ type: "clock", t0: message.t0, t1: STARTS_AT + 10_010, t2: STARTS_AT + 10_010 });
      } else if (message.type === "hello")
        messages.push({
          type: "welcome",
          role: "viewer",
          server_ms: STARTS_AT + 10_000,
          grant: "GRANT",
          on_air: AIR,
          chat: { mode: "open", slow_s: 0, banned: false, lines: [], mine: [], last: 0 },
        });
    }
    messages.push(...this.told.splice(0));
    if (!request.messages.some(({ type }) => type === "hello")) messages.push({ type: "on_air", ...AIR });
    return { messages };
  }
}

test("the first question is a hello, and room time is the server's", async () => {
  const world = new World();
  const room = new RoomClient(world);
  await room.look();
  expect(world.asked[0]?.messages.map(({ type }) => type)).toEqual(["hello", "clock"]);
  expect(room.entry.value?.grant).toBe("GRANT");
  expect(room.clock.now()).toBe(STARTS_AT + 10_020);
  await room.look();
  expect(world.asked[1]?.messages.map(({ type }) => type)).toEqual(["clock"]);
  expect(room.entry.value?.grant).toBe("GRANT");
});

test("what is on at each moment of the next minute is computed from one answer", async () => {
  const room = new RoomClient(new World());
  await room.look();
  const entry = room.entry.value;
  if (!entry) throw new Error("no entry");
  const at = (ms: number) => onAir(entry.rundown, entry.startsAt, entry.endsAt, STARTS_AT + ms).stage;
  expect(at(59_999)?.item.id).toBe("film");
  expect(at(60_000)?.item.id).toBe("picture");
});

test("the clock's first samples come at once, then every three seconds", async () => {
  const world = new World();
  const room = new RoomClient(world);
  for (let n = 0; n < 5; n++) await room.look();
  expect(world.waits).toEqual([250, 250, 250, 3_000, 3_000]);
});

test("a server that does not answer is asked less and less often", async () => {
  const world = new World();
  world.fails = true;
  const room = new RoomClient(world);
  for (let n = 0; n < 5; n++) await room.look();
  expect(world.waits).toEqual([4_500, 9_000, 18_000, 22_500, 22_500]);
});

test("a grant that is spent is asked for anew", async () => {
  const world = new World();
  const room = new RoomClient(world);
  await room.look();
  room.renew();
  expect(world.asked[1]?.messages[0]?.type).toBe("hello");
});

const line = (id: string, more: Partial<Line> = {}): Line => ({
  id,
  name: "Ada",
  text: id,
  at: "2026-03-04T17:00:10.000Z",
  programme_ms: 10_000,
  state: "visible",
  ...more,
});
const written = { type: "line" as const, client_id: "1", text: "Hello", question: false };

test("a line is repeated until the room has taken it, and is there once", async () => {
  const world = new World();
  const room = new RoomClient(world);
  await room.look();
  world.fails = true;
  room.send(written);
  await room.look();
  world.fails = false;
  world.told = [{ type: "error", code: "unavailable", message: "", client_id: "1" }];
  await room.look();
  world.told = [{ type: "accepted", client_id: "1", line: line("a", { client_id: "1", state: "held" }) }];
  await room.look();
  await room.look();
  const asked = world.asked.map(({ messages }) => messages.filter(({ type }) => type === "line").length);
  expect(asked).toEqual([0, 1, 1, 1, 0]);
  world.told = [
    { type: "lines", lines: [line("a", { client_id: "1" })] },
    { type: "line_changed", id: "a", seq: 1, state: "visible" },
  ];
  await room.look();
  expect([...(room.chat.value?.lines.values() ?? [])]).toEqual([line("a", { client_id: "1" })]);
});

test("a line that is sent again after a cut stays where it was shown", async () => {
  const world = new World();
  const room = new RoomClient(world);
  await room.look();
  world.told = [{ type: "lines", lines: [line("a", { client_id: "1" }), line("b")] }];
  await room.look();
  world.told = [{ type: "accepted", client_id: "1", line: line("a", { client_id: "1" }) }];
  room.send(written);
  await room.look();
  expect([...(room.chat.value?.lines.keys() ?? [])]).toEqual(["a", "b"]);
});

test("lines that were left out are counted until the room starts anew", async () => {
  const world = new World();
  const room = new RoomClient(world);
  await room.look();
  for (const skipped of [7, 5]) {
    world.told = [{ type: "lines", lines: [line(`${skipped}`)], skipped }];
    await room.look();
  }
  expect(room.chat.value?.skipped).toBe(12);
  world.told = [{ type: "lines", lines: [], reset: true }];
  await room.look();
  expect([room.chat.value?.skipped, room.chat.value?.lines.size]).toEqual([0, 0]);
});

test("a page that is far behind starts anew and keeps its own lines", async () => {
  const world = new World();
  const room = new RoomClient(world);
  await room.look();
  world.told = [{ type: "lines", lines: [line("mine", { client_id: "1" }), line("old")] }];
  await room.look();
  world.told = [{ type: "lines", lines: [line("new")], reset: true }];
  await room.look();
  expect([...(room.chat.value?.lines.keys() ?? [])]).toEqual(["mine", "new"]);
});

test("over the socket the room comes by itself, and nothing is asked over HTTP", () => {
  const world = new World();
  const room = new RoomClient(world);
  room.start();
  world.socket.welcomes();
  expect(world.socket.sent).toEqual([
    { type: "hello", join: "TOKEN" },
    { type: "clock", t0: 1_000 },
  ]);
  world.monotonicMs += 20;
  world.socket.tells({ type: "clock", t0: 1_000, t1: STARTS_AT + 10_010, t2: STARTS_AT + 10_010 });
  expect(room.clock.now()).toBe(STARTS_AT + 10_020);
  world.socket.tells({ type: "lines", lines: [line("a", { seq: 1 })], last: 1 });
  world.socket.tells({ type: "poll", item: "p", state: "open", mine: { q: "o" } });
  world.socket.tells({ type: "poll", item: "p", state: "closed" });
  expect(room.chat.value?.lines.has("a")).toBe(true);
  expect(room.polls.value.get("p")).toMatchObject({ state: "closed", mine: { q: "o" } });
  expect(world.asked).toEqual([]);
});

test("what a cut left unanswered is sent again, behind what was missed", () => {
  const world = new World();
  const room = new RoomClient(world);
  room.start();
  world.socket.welcomes();
  world.socket.tells({ type: "lines", lines: [line("a", { seq: 3 })], last: 3 });
  room.send({ ...written, client_id: "1" });
  room.send({ ...written, client_id: "2" });
  world.socket.tells({ type: "accepted", client_id: "1", line: line("b", { client_id: "1", seq: 9 }) });
  world.fails = true;
  world.socket.onclose?.({ code: 1006 });
  world.pass(375);
  world.socket.welcomes({ chat: undefined });
  expect(world.socket.sent[0]).toEqual({ type: "hello", join: "TOKEN", since: 3 });
  const lines = world.socket.sent.filter(({ type }) => type === "line");
  expect(lines).toEqual([{ ...written, client_id: "2" }]);
});

test("where no socket opens the room is asked over HTTP until one does", async () => {
  const world = new World();
  const room = new RoomClient(world);
  room.start();
  world.pass(2_000);
  await Promise.resolve();
  expect(world.asked.length).toBe(1);
  expect(world.sockets[0]?.isClosed).toBe(true);
  world.pass(375);
  expect(world.sockets.length).toBe(2);
  world.socket.welcomes();
  const asked = world.asked.length;
  for (const ms of [250, 3_000]) world.pass(ms);
  expect(world.asked.length).toBe(asked);
});

test("after a final code no socket is opened any more", () => {
  const world = new World();
  const room = new RoomClient(world);
  room.start();
  world.socket.welcomes();
  world.socket.onclose?.({ code: 4501 });
  for (const ms of [250, 375, 750, 1_500]) world.pass(ms);
  expect(world.sockets.length).toBe(1);
});

test("at the end the room is asked for its replay, and the socket closed", () => {
  const world = new World();
  const room = new RoomClient(world);
  room.start();
  world.socket.welcomes();
  world.socket.tells({ type: "on_air", ...AIR, phase: "ended", stage: null });
  world.pass(1_500);
  expect(world.socket.sent.at(-1)).toEqual({ type: "hello", join: "TOKEN" });
  const replay = { duration_ms: 60_000, playable_ms: 60_000, spans: [], overlays: [] };
  world.socket.tells({
    type: "welcome",
    role: "viewer",
    server_ms: STARTS_AT,
    grant: "NEW",
    on_air: AIR,
    chat: CHAT,
    replay,
  });
  expect(room.entry.value?.replay).toEqual(replay);
  expect(world.socket.isClosed).toBe(true);
  room.send(written);
  expect(world.asked.length).toBe(1);
});
