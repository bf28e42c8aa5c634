import { beforeEach, expect, test } from "vitest";
import type { Segment } from "./messages.ts";
import { type Notice, type Played, SourceJudge } from "./recording.ts";
import { FakeMedia } from "./testing/fakes.ts";

const TALK = { duration_s: 60, url: "https://cdn.example/talk.mp4?version=1" };

let now: number;
let notices: Notice[];
let judge: SourceJudge;

class Element extends FakeMedia {
  currentSrc = "";
}

beforeEach(() => {
  now = 0;
  notices = [];
  judge = new SourceJudge(
    () => now,
    (notice) => notices.push(notice),
  );
});

function holding(address: string, length: number): Element {
  const element = new Element();
  element.paused = false;
  element.currentSrc = address;
  element.duration = length;
  return element;
}

/** Play a second of what an element holds, and hand in the segment. */
function second(element: Element): Segment {
  element.advance(1_000);
  now += 1_000;
  judge.look();
  const segment: Segment = [now - 1_000, now, element.currentTime - 1, element.currentTime];
  judge.add([segment]);
  return segment;
}

function changeTo(element: Element, address: string, length: number): void {
  element.currentSrc = address;
  element.duration = length;
  element.currentTime = 0;
  judge.begin(element);
}

test.each([
  ["its length", "blob:https://cdn.example/1", 58.2],
  ["its address, whatever signs it", "https://cdn.example/talk.mp4?signature=x", 12],
  ["a stream without an end", "", Number.POSITIVE_INFINITY],
])("the recording is known by %s", (_, address, length) => {
  judge.know(TALK);
  const element = holding(address, length);
  judge.begin(element);
  const played = second(element);
  expect(judge.settle()).toEqual([played]);
  expect(notices).toEqual([]);
});

test("advertisements before, in the middle and after do not count", () => {
  judge.know(TALK);
  const element = holding("https://ads.example/1.mp4", 6);
  judge.begin(element);
  second(element);
  expect(judge.settle()).toEqual([]);
  expect(judge.counts).toBe(false);
  changeTo(element, TALK.url, 60);
  const first = second(element);
  changeTo(element, "https://ads.example/2.mp4", 15);
  second(element);
  changeTo(element, TALK.url, 60);
  const later = second(element);
  changeTo(element, "https://ads.example/3.mp4", 30);
  second(element);
  expect(judge.settle()).toEqual([first, later]);
  expect(notices.map(({ media_s }) => media_s).sort((one, other) => one - other)).toEqual([6, 15, 30]);
  expect(notices.map(({ kind }) => kind)).toEqual(Array(3).fill("not_the_recording"));
});

test("an advertisement that plays before the server has told what the recording is", () => {
  const element = holding("https://ads.example/1.mp4", 6);
  judge.begin(element);
  second(element);
  changeTo(element, TALK.url, 60);
  const played = second(element);
  expect(judge.settle()).toEqual([]);
  judge.know(TALK);
  expect(judge.settle()).toEqual([played]);
});

test.each([
  ["plays on", 35_000],
  ["stands still", 5_000],
])("what is alone counts, with its length said once, when it %s", (how, ms) => {
  judge.know(TALK);
  const element = holding("https://cdn.example/cut.mp4", 50);
  judge.begin(element);
  const played = [second(element)];
  expect(judge.isDue).toBe(false);
  for (let s = 0; s < ms / 1_000; s++) {
    if (how === "plays on") played.push(second(element));
    else {
      now += 1_000;
      judge.look();
    }
  }
  expect(judge.isDue).toBe(true);
  expect(judge.settle()).toEqual(played);
  expect(judge.settle()).toEqual([]);
  expect(judge.otherLength).toBe(50);
  expect(notices).toEqual([{ kind: "other_length", media_s: 50, recording: TALK }]);
  // The same film in another quality is the same.
  changeTo(element, "https://cdn.example/cut-low.mp4", 50.4);
  const low = second(element);
  expect(judge.settle()).toEqual([low]);
});

test("what waits counts when the page goes, and nothing better came", () => {
  judge.know(TALK);
  const element = holding("https://cdn.example/cut.mp4", 50);
  judge.begin(element);
  const played = second(element);
  expect(judge.settle()).toEqual([]);
  expect(judge.flush()).toEqual([played]);
});

test("an element that gives way to the recording was an advertisement", () => {
  judge.know(TALK);
  const ad = holding("https://ads.example/1.mp4", 6);
  judge.begin(ad);
  second(ad);
  judge.begin(holding(TALK.url, 60));
  expect(judge.flush()).toEqual([]);
});

test("an element that was replaced by another one of a wrong length counts beside it", () => {
  judge.know(TALK);
  const first = holding("https://cdn.example/cut.mp4", 50);
  judge.begin(first);
  const one = second(first);
  const other = holding("https://cdn.example/cut.mp4", 50);
  judge.begin(other);
  const two = second(other);
  expect(judge.flush()).toEqual([one, two]);
});

test("everything counts where there is nothing to compare with", () => {
  for (const counting of [new SourceJudge(() => now, fail, null), new SourceJudge(() => now, fail)]) {
    counting.know(null);
    const element: Played = holding("https://elsewhere.example/", 6);
    counting.begin(element);
    counting.add([[0, 1, 0, 1]]);
    expect(counting.settle()).toEqual([[0, 1, 0, 1]]);
  }
});

test("what plays counts after a while if the server tells nothing", () => {
  const element = holding(TALK.url, 60);
  judge.begin(element);
  for (let s = 0; s < 35; s++) second(element);
  expect(judge.settle()).toEqual([]);
  second(element);
  expect(judge.settle()).toHaveLength(36);
});

function fail(): never {
  throw new Error("nothing is to be said");
}
