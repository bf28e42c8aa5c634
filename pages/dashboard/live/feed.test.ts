import { afterEach, describe, expect, test } from "vitest";
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
  let pending: (() => void) | null = null;
  const delays: number[] = [];
  const world: World = {
    open: () => {
      const socket = new Socket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 0,
    online: () => true,
    later: (run, ms) => {
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
  return { world, sockets, delays, last, pass };
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
