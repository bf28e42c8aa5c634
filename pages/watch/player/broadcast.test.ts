// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { broadcastPosition, hold } from "./broadcast.ts";

const STARTS_AT = 1_000_000;
let now: number;
let video: HTMLVideoElement;
let state: { paused: boolean; seeking: boolean };

beforeEach(() => {
  vi.useFakeTimers();
  now = STARTS_AT + 60_000;
  state = { paused: false, seeking: false };
  video = Object.defineProperties(document.createElement("video"), {
    paused: { get: () => state.paused },
    seeking: { get: () => state.seeking },
    duration: { value: 180 },
    currentTime: { value: 0, writable: true },
  });
});

afterEach(() => vi.useRealTimers());

function holdIt(): () => void {
  return hold(video, { startsAt: STARTS_AT, now: () => now });
}

test("the position is the time since the start", () => {
  expect(broadcastPosition({ startsAt: STARTS_AT, now: () => now })).toBe(60);
});

test("whoever joins late starts where everybody is", () => {
  holdIt();
  video.dispatchEvent(new Event("play"));
  expect(video.currentTime).toBe(60);
});

test("whoever pauses comes back to where everybody is", () => {
  holdIt();
  video.currentTime = 60;
  state.paused = true;
  now += 30_000;
  vi.advanceTimersByTime(5_000);
  expect(video.currentTime).toBe(60);
  state.paused = false;
  video.dispatchEvent(new Event("play"));
  expect(video.currentTime).toBe(90);
});

test("a seek is taken back, a slow start is not", () => {
  holdIt();
  video.currentTime = 10;
  video.dispatchEvent(new Event("seeked"));
  expect(video.currentTime).toBe(60);
  video.currentTime = 58.5;
  vi.advanceTimersByTime(1_000);
  expect(video.currentTime).toBe(58.5);
});

test("before the start and after the end it is left alone", () => {
  holdIt();
  now = STARTS_AT - 1;
  vi.advanceTimersByTime(1_000);
  now = STARTS_AT + 200_000;
  vi.advanceTimersByTime(1_000);
  expect(video.currentTime).toBe(0);
});

test("letting go lets go", () => {
  holdIt()();
  video.dispatchEvent(new Event("play"));
  vi.advanceTimersByTime(5_000);
  expect(video.currentTime).toBe(0);
});
