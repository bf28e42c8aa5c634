// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket } from "./testing/fakes.ts";

let sockets: FakeSocket[];

beforeEach(() => {
  sockets = [];
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal(
    "WebSocket",
    class extends FakeSocket {
      constructor(url: string, subprotocol: string) {
        super(url, subprotocol);
        sockets.push(this);
      }
    },
  );
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  sessionStorage.clear();
  localStorage.clear();
  document.body.innerHTML = "";
  location.href = "https://blog.example/post?page=2";
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Load the script as a classic one with these attributes, as a page would. */
async function embed(attributes: Record<string, string> = {}) {
  const script = document.createElement("script");
  script.setAttribute("src", "https://latecomer.example/viewer.js");
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  Object.defineProperty(document, "currentScript", { value: script, configurable: true });
  return import("./viewer.ts");
}

function hello(socket = sockets[0]): Record<string, unknown> | undefined {
  socket?.open();
  return socket?.of("hello")[0];
}

test("attaches by itself to the first video, with the token of its own attribute", async () => {
  document.body.innerHTML = "<video></video>";
  await embed({ "data-join": "TOKEN" });
  expect(sockets.map(({ url }) => url)).toEqual(["wss://latecomer.example/ws/playback"]);
  expect(hello()).toMatchObject({ type: "hello", join: "TOKEN" });
});

test("takes the token out of the page's address and keeps the rest of it", async () => {
  location.href = "https://blog.example/post?page=2#chapter=3&latecomer=a%2Eb";
  document.body.innerHTML = "<video></video>";
  await embed();
  expect(hello()?.join).toBe("a.b");
  expect(location.href).toBe("https://blog.example/post?page=2#chapter=3");
  expect(sessionStorage.getItem("latecomer.join")).toBe("a.b");
});

test("a reload finds the token again", async () => {
  sessionStorage.setItem("latecomer.join", "KEPT");
  document.body.innerHTML = "<video></video>";
  await embed();
  expect(hello()?.join).toBe("KEPT");
});

test("without a token nobody is counted", async () => {
  document.body.innerHTML = "<video></video>";
  await embed();
  expect(sockets).toEqual([]);
});

test("waits for a player that is put into the page later", async () => {
  vi.useRealTimers();
  await embed({ "data-join": "TOKEN", "data-media": "#late" });
  expect(sockets).toEqual([]);
  document.body.innerHTML = "<video></video><p><audio id=late></audio></p>";
  await vi.waitFor(() => expect(sockets).toHaveLength(1));
});

test("attaching twice answers the same handle; detaching frees the element", async () => {
  const { attach } = await embed({ "data-attach": "manual" });
  const media = document.createElement("video");
  const first = attach(media, { join: "A", server: "https://other.example/base/" });
  expect(attach(media)).toBe(first);
  expect(sockets[0]?.url).toBe("wss://other.example/base/ws/playback");
  first.detach();
  expect(attach(media, { join: "A" })).not.toBe(first);
  expect(sockets).toHaveLength(2);
});

test("says what is missing", async () => {
  const { attach } = await embed({ "data-attach": "manual" });
  expect(() => attach(document.createElement("video"))).toThrow("no join token");
});

test("events of the element reach the server", async () => {
  document.body.innerHTML = "<video></video>";
  const { attach } = await embed({ "data-join": "TOKEN" });
  const video = document.querySelector("video") as HTMLVideoElement;
  const handle = attach(video);
  hello();
  sockets[0]?.receive({ type: "welcome", heartbeat_s: 10, anchor_at: "", server_time: "", resume_s: 0 });
  Object.defineProperties(video, { paused: { value: false }, readyState: { value: 4 } });
  video.dispatchEvent(new Event("playing"));
  expect(handle.state).toBe("playing");
  await vi.advanceTimersByTimeAsync(300);
  expect(sockets[0]?.of("heartbeat")).toMatchObject([{ seq: 1, state: "playing" }]);
});

test("ids are version 4 UUIDs, also where the context is not secure", async () => {
  const { attach } = await embed({ "data-attach": "manual" });
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const withIt = attach(document.createElement("video"), { join: "A" });
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const without = attach(document.createElement("video"), { join: "A" });
  expect(withIt.playback).toMatch(pattern);
  expect(without.playback).toMatch(pattern);
});
