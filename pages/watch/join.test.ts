// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { joinApi, takeToken } from "./join.ts";

beforeEach(() => sessionStorage.clear());
afterEach(() => vi.unstubAllGlobals());

function take(): string | null {
  return takeToken(location, history, () => sessionStorage);
}

test("the token leaves the address bar at once and a reload finds it", () => {
  location.href = "https://latecomer.example/j/abc-_123";
  expect(take()).toBe("abc-_123");
  expect(location.href).toBe("https://latecomer.example/watch");
  expect(take()).toBe("abc-_123");
});

test("another link in the same tab replaces it", () => {
  sessionStorage.setItem("latecomer.join", "old");
  location.href = "https://latecomer.example/j/new/";
  expect(take()).toBe("new");
  expect(sessionStorage.getItem("latecomer.join")).toBe("new");
});

test("without storage the address keeps the token, or a reload would lose it", () => {
  location.href = "https://latecomer.example/j/abc";
  const token = takeToken(location, history, () => {
    throw new DOMException("denied", "SecurityError");
  });
  expect(token).toBe("abc");
  expect(location.href).toBe("https://latecomer.example/j/abc");
});

test("/watch without a link has no token", () => {
  location.href = "https://latecomer.example/watch";
  expect(take()).toBe(null);
});

test.each([
  [200, { kind: "ok", value: { phase: "waiting" } }],
  [403, { kind: "refused", code: "not_registered" }],
  [404, { kind: "refused", code: "unknown_link" }],
  [410, { kind: "refused", code: "window_closed" }],
  [429, { kind: "failed" }],
  [503, { kind: "failed" }],
])("an answer of %i", async (status, expected) => {
  const fetch = vi.fn(async (_url: string) => Response.json({ phase: "waiting" }, { status }));
  vi.stubGlobal("fetch", fetch);
  expect(await joinApi.state("a/b")).toEqual(expected);
  expect(fetch.mock.calls[0]?.[0]).toBe("/j/a%2Fb");
});

test("a cancelled event is told from a closed window", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ code: "event_cancelled" }, { status: 410 }));
  expect(await joinApi.state("t")).toEqual({ kind: "refused", code: "event_cancelled" });
});

test("no network is a failure, not a refusal", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  expect(await joinApi.click("t", null)).toEqual({ kind: "failed" });
});
