// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { isTaken, press } from "./keys.ts";

let video: HTMLVideoElement;
let toggles: number;
let turns: number;

beforeEach(() => {
  toggles = 0;
  turns = 0;
  let paused = true;
  video = Object.defineProperties(document.createElement("video"), {
    paused: { get: () => paused },
    duration: { value: 100 },
    play: {
      value: async () => {
        paused = false;
      },
    },
    pause: {
      value: () => {
        paused = true;
      },
    },
    currentTime: { value: 50, writable: true },
    volume: { value: 0.95, writable: true },
    muted: { value: false, writable: true },
  });
});

function hit(key: string, seekable = true): boolean {
  return press(key, { video, seekable, toggleFullscreen: () => toggles++, turnCaptions: () => turns++ });
}

test("space and k play and pause", () => {
  expect(hit(" ")).toBe(true);
  expect(video.paused).toBe(false);
  hit("k");
  expect(video.paused).toBe(true);
});

test("arrows skip within the recording", () => {
  hit("ArrowRight");
  expect(video.currentTime).toBe(60);
  video.currentTime = 95;
  hit("ArrowRight");
  expect(video.currentTime).toBe(100);
  video.currentTime = 4;
  hit("ArrowLeft");
  expect(video.currentTime).toBe(0);
});

test("a broadcast has one position, whatever the key", () => {
  expect(hit("ArrowRight", false)).toBe(false);
  expect(hit("j", false)).toBe(false);
  expect(video.currentTime).toBe(50);
});

test("c turns captions", () => {
  expect(hit("c")).toBe(true);
  expect(turns).toBe(1);
});

test("up, down, m and f", () => {
  hit("ArrowUp");
  expect(video.volume).toBe(1);
  hit("ArrowDown");
  expect(video.volume).toBeCloseTo(0.9);
  hit("m");
  expect(video.muted).toBe(true);
  hit("f");
  expect(toggles).toBe(1);
});

test("other keys mean nothing", () => expect(hit("x")).toBe(false));

test.each([
  ["<button></button>", " ", {}, true],
  ["<button></button>", "f", {}, false],
  ["<a href='#'></a>", "Enter", {}, true],
  ["<input type=text>", "f", {}, true],
  ["<input type=range>", "ArrowLeft", {}, true],
  ["<input type=range>", "m", {}, false],
  ["<p></p>", " ", {}, false],
  ["<p></p>", "f", { ctrlKey: true }, true],
])("on %s, %j with %j is taken: %s", (html, key, modifiers, expected) => {
  document.body.innerHTML = html;
  let taken: boolean | null = null;
  document.body.addEventListener(
    "keydown",
    (event) => {
      taken = isTaken(event);
    },
    { once: true },
  );
  document.body.firstElementChild?.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, composed: true, ...modifiers }),
  );
  expect(taken).toBe(expected);
});
