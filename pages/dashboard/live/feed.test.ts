import { afterEach, describe, expect, test, vi } from "vitest";
import type { Dashboard } from "../../generated/messages.ts";
import { Problem } from "../../ui/problem.ts";
import { delayMs } from "./backoff.ts";
import { type Feed, openFeed, type World } from "./feed.ts";

/** A socket that the test speaks through. */
class Socket {
  sent: string[] = [];
  closedWith: number | null = null;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string): void {
    this.sent.push(text);
  }

  close(code: number): void {
    this.closedWith = code;
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function stage() {
  const sockets: Socket[] = [];
  /** Tries to connect again, apart from the timers of polls and of sockets that do not open. */
  let pending: (() => void) | null = null;
  const timers = new Map<number, () => void>();
  const delays: number[] = [];
  const polled = { answers: [] as (object | Problem)[], asked: 0, isLookedAt: true };
  const world: World = {
    open: () => {
      const socket = new Socket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 0,
    online: () => true,
    read: async () => {
      polled.asked += 1;
      const answer = polled.answers.shift() ?? { now: { playing: 7, connected: 7 } };
      if (answer instanceof Problem) throw answer;
      return answer as Dashboard;
    },
    isLookedAt: () => polled.isLookedAt,
    later: (run, ms) => {
      if (ms === 5_000) {
        const id = timers.size;
        timers.set(id, run);
        return () => timers.delete(id);
      }
      delays.push(ms);
      pending = run;
      return () => {
        pending = null;
      };
    },
  };
  const last = (): Socket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("nothing was opened");
    return socket;
  };
  const pass = () => {
    const run = pending;
    pending = null;
    run?.();
  };
  /** Let five seconds pass: polls are due, and sockets that did not open are given up. */
  const fiveSeconds = async () => {
    const due = [...timers.entries()];
    for (const [id, run] of due) if (timers.delete(id)) run();
    await new Promise((done) => setTimeout(done));
  };
  return { world, sockets, delays, last, pass, polled, fiveSeconds };
}

const SNAPSHOT = { type: "snapshot", epoch: "a", version: 1, data: { now: { playing: 1, connected: 1 } } };
const patch = (version: number) => ({
  type: "patch",
  epoch: "a",
  version,
  data: { now: { playing: version } },
});

let feed: Feed | null = null;
afterEach(() => feed?.close());

describe("openFeed", () => {
  test("subscribes and follows", () => {
    const { world, last } = stage();
    feed = openFeed("w1", world);
    expect(feed.connection.value).toBe("connecting");
    last().onopen?.();
    expect(last().sent).toEqual(['{"type":"subscribe","webinar":"w1"}']);
    last().says(SNAPSHOT);
    last().says(patch(2));
    expect(feed.connection.value).toBe("live");
    expect(feed.data.value?.now).toEqual({ playing: 2, connected: 1 });
  });

  test("starts again after a gap, showing the last numbers meanwhile", () => {
    const { world, sockets, last, pass } = stage();
    feed = openFeed("w1", world);
    last().says(SNAPSHOT);
    last().says(patch(3));
    expect(feed.connection.value).toBe("reconnecting");
    expect(feed.data.value?.now.playing).toBe(1);
    const [first] = sockets;
    expect(first?.closedWith).toBe(1000);
    pass();
    expect(sockets).toHaveLength(2);
    // Words of the socket that was given up change nothing.
    first?.says(patch(2));
    first?.onclose?.({ code: 1000 });
    expect(feed.data.value?.now.playing).toBe(1);
    last().says({ ...SNAPSHOT, version: 9, data: { now: { playing: 5, connected: 5 } } });
    expect(feed.connection.value).toBe("live");
    expect(feed.data.value?.now.playing).toBe(5);
  });

  test("backs off while it fails, and forgets it once it is live", () => {
    const { world, last, pass, delays } = stage();
    feed = openFeed("w1", world);
    for (let tries = 0; tries < 3; tries += 1) {
      last().onclose?.({ code: 1006 });
      pass();
    }
    expect(delays).toEqual([0, 1, 2].map((attempt) => delayMs(attempt, 0)));
    last().says(SNAPSHOT);
    last().onclose?.({ code: 1006 });
    expect(delays.at(-1)).toBe(delayMs(0, 0));
  });

  test.each([
    [4505, "not_allowed"],
    [4506, "unknown_webinar"],
  ])("does not come back after %i", (code, state) => {
    const { world, last, delays } = stage();
    feed = openFeed("w1", world);
    last().onclose?.({ code });
    expect(feed.connection.value).toBe(state);
    expect(delays).toEqual([]);
  });

  test("asks by REST where no socket opens, and is live again when one does", async () => {
    const { world, last, pass, polled, fiveSeconds } = stage();
    feed = openFeed("w1", world);
    last().onclose?.({ code: 1006 });
    expect(polled.asked).toBe(0);
    pass();
    await fiveSeconds(); // swallowed, not refused
    expect(polled.asked).toBe(1);
    expect(feed.connection.value).toBe("polling");
    expect(feed.data.value?.now.playing).toBe(7);
    polled.answers.push({ now: { playing: 8, connected: 8 } });
    await fiveSeconds();
    expect(feed.data.value?.now.playing).toBe(8);
    polled.isLookedAt = false;
    await fiveSeconds();
    expect(polled.asked).toBe(2);
    polled.isLookedAt = true;
    pass();
    last().says(SNAPSHOT);
    expect(feed.connection.value).toBe("live");
    await fiveSeconds();
    expect(polled.asked).toBe(2);
    expect(feed.data.value?.now.playing).toBe(1);
  });

  test("says that the connection is lost when polls fail, too, and polls on", async () => {
    const { world, last, pass, polled, fiveSeconds } = stage();
    feed = openFeed("w1", world);
    polled.answers.push(new Problem("unreachable", 0, ""), new Problem("unavailable", 503, ""));
    last().onclose?.({ code: 1006 });
    pass();
    last().onclose?.({ code: 1006 });
    await fiveSeconds();
    expect(feed.connection.value).toBe("reconnecting");
    await fiveSeconds();
    expect(feed.connection.value).toBe("polling");
  });

  test.each([
    [401, "not_allowed"],
    [403, "not_allowed"],
    [404, "unknown_webinar"],
  ])("does not poll on after %i", async (status, state) => {
    const { world, last, pass, polled, fiveSeconds, sockets } = stage();
    feed = openFeed("w1", world);
    polled.answers.push(new Problem("refused", status, ""));
    last().onclose?.({ code: 1006 });
    pass();
    last().onclose?.({ code: 1006 });
    await vi.waitFor(() => expect(feed?.connection.value).toBe(state));
    pass();
    await fiveSeconds();
    expect([polled.asked, sockets.length]).toEqual([1, 2]);
  });

  test("polls nothing where sockets open and are lost again", async () => {
    const { world, last, pass, polled, fiveSeconds } = stage();
    feed = openFeed("w1", world);
    for (let tries = 0; tries < 3; tries += 1) {
      last().says(SNAPSHOT);
      last().onclose?.({ code: 1006 });
      pass();
    }
    await fiveSeconds();
    expect(polled.asked).toBe(0);
  });

  test.each([4505, 4506])("polls nothing after %i", async (code) => {
    const { world, last, polled, fiveSeconds } = stage();
    feed = openFeed("w1", world);
    last().onclose?.({ code: 1006 });
    last().onclose?.({ code });
    await fiveSeconds();
    expect(polled.asked).toBe(0);
  });

  test("stays closed once it is closed", () => {
    const { world, last, delays } = stage();
    feed = openFeed("w1", world);
    const socket = last();
    feed.close();
    expect(socket.closedWith).toBe(1000);
    socket.onclose?.({ code: 1000 });
    expect(delays).toEqual([]);
  });
});

test("delays double up to a quarter of a minute, spread over their later half", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => delayMs(attempt, 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000,
  ]);
  expect(delayMs(0, 0)).toBe(250);
});
