import { afterEach, expect, test, vi } from "vitest";
import { post, type Verdict } from "./beacon.ts";

const BEACON = { join: "T", playback: "p", clock_ms: 1, heartbeats: [] };

afterEach(() => vi.unstubAllGlobals());

test.each<[number, string | null, Verdict]>([
  [204, null, "taken"],
  [503, "unavailable", "later"],
  [500, null, "later"],
  [429, "too_many_playbacks", "later"],
  [425, "too_early", "later"],
  [409, "clock_moved", "clock_moved"],
  [410, "window_closed", "window_closed"],
  [403, "not_registered", "not_registered"],
  [403, "origin_not_allowed", "origin_not_allowed"],
  [404, "unknown_link", "revoked"],
  [422, "wrong_type", "refused"],
])("%i %s means %s", async (status, code, verdict) => {
  const body = code === null ? null : JSON.stringify({ type: "about:blank", status, code });
  vi.stubGlobal("fetch", async () => new Response(body, { status }));
  expect(await post("https://latecomer.example/beacon", BEACON)).toBe(verdict);
});

test("no network means later", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  expect(await post("https://latecomer.example/beacon", BEACON)).toBe("later");
});

test("a beacon needs no preflight, outlives the page and carries no cookies", async () => {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", fetch);
  await post("https://latecomer.example/beacon", BEACON);
  expect(fetch).toHaveBeenCalledWith("https://latecomer.example/beacon", {
    method: "POST",
    body: JSON.stringify(BEACON),
    keepalive: true,
    credentials: "omit",
  });
});
