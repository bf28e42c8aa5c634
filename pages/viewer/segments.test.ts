import { beforeEach, describe, expect, test } from "vitest";
import { SegmentRecorder } from "./segments.ts";
import { FakeMedia } from "./testing/fakes.ts";

let media: FakeMedia;
let clock: number;
let recorder: SegmentRecorder;

beforeEach(() => {
  media = new FakeMedia();
  clock = 0;
  recorder = new SegmentRecorder(media, () => clock);
});

/** Let time pass as a browser does: "timeupdate" four times a second. */
function pass(ms: number, updates = true): void {
  for (let left = ms; left > 0; left -= 250) {
    const step = Math.min(250, left);
    clock += step;
    media.advance(step);
    if (updates) recorder.observe("timeupdate");
  }
}

function play(): void {
  media.paused = false;
  recorder.observe("play");
  recorder.observe("playing");
}

function pause(): void {
  media.paused = true;
  recorder.observe("pause");
}

function seek(to: number, ms = 0): void {
  media.seeking = true;
  media.currentTime = to;
  // The element reports the target at once, also to a "timeupdate" in between.
  recorder.observe("timeupdate");
  recorder.observe("seeking");
  clock += ms;
  recorder.observe("timeupdate");
  media.seeking = false;
  recorder.observe("seeked");
}

test("playing until a pause is one segment", () => {
  pass(3_000);
  play();
  expect(recorder.state).toBe("playing");
  pass(10_000);
  pause();
  expect(recorder.state).toBe("paused");
  pass(5_000);
  expect(recorder.take()).toEqual([[3_000, 13_000, 0, 10]]);
  expect(recorder.take()).toEqual([]);
});

test("pieces between heartbeats touch in clock and media", () => {
  play();
  pass(10_100);
  expect(recorder.take()).toEqual([[0, 10_100, 0, 10.1]]);
  pass(10_000);
  expect(recorder.take()).toEqual([[10_100, 20_100, 10.1, 20.1]]);
});

test("a hidden tab's rare samples make long segments", () => {
  play();
  pass(60_000, false);
  expect(recorder.take()).toEqual([[0, 60_000, 0, 60]]);
});

test("attaching to an element that plays already starts at once", () => {
  media.paused = false;
  media.currentTime = 42;
  recorder = new SegmentRecorder(media, () => clock);
  expect(recorder.state).toBe("playing");
  pass(1_000);
  expect(recorder.take()).toEqual([[0, 1_000, 42, 43]]);
});

describe("seeking", () => {
  test("forward ends the segment where it was, not at the target", () => {
    play();
    pass(4_000);
    clock += 100;
    media.advance(100);
    seek(120, 400);
    recorder.observe("playing");
    pass(2_000);
    pause();
    expect(recorder.take()).toEqual([
      [0, 4_100, 0, 4.1],
      [4_500, 6_500, 120, 122],
    ]);
  });

  test("backward makes two segments that overlap in media", () => {
    play();
    pass(8_000);
    seek(3, 50);
    pass(2_000);
    pause();
    expect(recorder.take()).toEqual([
      [0, 8_000, 0, 8],
      [8_050, 10_050, 3, 5],
    ]);
  });

  test("is buffering while it lasts", () => {
    play();
    pass(1_000);
    media.seeking = true;
    media.currentTime = 90;
    expect(recorder.observe("seeking")).toBe(true);
    expect(recorder.state).toBe("buffering");
    clock += 30_000;
    expect(recorder.take()).toEqual([[0, 1_000, 0, 1]]);
  });

  test("while paused records nothing and plays from the target", () => {
    play();
    pass(1_000);
    pause();
    seek(100);
    pass(5_000);
    expect(recorder.state).toBe("paused");
    play();
    pass(1_000);
    pause();
    expect(recorder.take()).toEqual([
      [0, 1_000, 0, 1],
      [6_000, 7_000, 100, 101],
    ]);
  });

  test("by a player that sends no events is noticed by the position", () => {
    play();
    pass(2_000);
    media.currentTime = 150;
    pass(1_000);
    pause();
    const [before, after] = recorder.take();
    expect(before).toEqual([0, 2_250, 0, 2.25]);
    expect(after).toEqual([2_250, 3_000, 150.25, 151]);
  });

  test("a loop at the end is a seek and covers to the end", () => {
    play();
    media.currentTime = 178;
    recorder = new SegmentRecorder(media, () => clock);
    pass(2_000);
    clock += 200;
    seek(0);
    pass(1_000);
    expect(recorder.take()).toEqual([
      [0, 2_000, 178, 180],
      [2_200, 3_200, 0, 1],
    ]);
  });
});

test("twice the speed is half the time", () => {
  media.playbackRate = 2;
  play();
  pass(30_000);
  expect(recorder.take()).toEqual([[0, 30_000, 0, 60]]);
});

test("a change of rate starts a new segment", () => {
  play();
  pass(4_000);
  media.playbackRate = 2;
  expect(recorder.observe("ratechange")).toBe(false);
  pass(4_000);
  pause();
  expect(recorder.take()).toEqual([
    [0, 4_000, 0, 4],
    [4_000, 8_000, 4, 12],
  ]);
});

test("rate zero is a pause", () => {
  play();
  pass(1_000);
  media.playbackRate = 0;
  recorder.observe("ratechange");
  pass(1_000);
  expect(recorder.state).toBe("paused");
  expect(recorder.take()).toEqual([[0, 1_000, 0, 1]]);
});

describe("buffering", () => {
  test("between waiting and playing never counts", () => {
    play();
    pass(5_000);
    media.frozen = true;
    expect(recorder.observe("waiting")).toBe(true);
    expect(recorder.state).toBe("buffering");
    pass(7_000);
    media.frozen = false;
    recorder.observe("playing");
    pass(3_000);
    pause();
    expect(recorder.take()).toEqual([
      [0, 5_000, 0, 5],
      [12_000, 15_000, 5, 8],
    ]);
  });

  test("ends where the playhead stood, although it moves on before playing is told", () => {
    play();
    pass(5_000);
    media.frozen = true;
    recorder.observe("waiting");
    pass(7_000);
    media.frozen = false;
    clock += 70;
    media.advance(70);
    recorder.observe("playing");
    pass(3_000);
    pause();
    expect(recorder.take()).toEqual([
      [0, 5_000, 0, 5],
      [12_000, 15_070, 5, 8.07],
    ]);
  });

  test("or paused: a player that is a few frames ahead when it tells covers them", () => {
    play();
    pass(4_000);
    pause();
    pass(2_000);
    media.currentTime = 4.06;
    clock += 60;
    play();
    pass(1_000);
    pause();
    expect(recorder.take()).toEqual([
      [0, 4_000, 0, 4],
      [6_000, 7_060, 4, 5.06],
    ]);
  });

  test("after playing was told is a late start; heartbeats touch all the same", () => {
    play();
    clock += 120;
    pass(1_000);
    const first = recorder.take();
    pass(10_000);
    expect([...first, ...recorder.take()]).toEqual([
      [120, 1_120, 0, 1],
      [1_120, 11_120, 1, 11],
    ]);
  });

  test("before waiting is told does not count", () => {
    play();
    pass(5_000);
    media.frozen = true;
    clock += 180;
    recorder.observe("waiting");
    expect(recorder.take()).toEqual([[0, 5_000, 0, 5]]);
  });

  test("at the start does not count: play is not playing", () => {
    media.readyState = 0;
    recorder = new SegmentRecorder(media, () => clock);
    media.frozen = true;
    media.paused = false;
    recorder.observe("play");
    recorder.observe("waiting");
    pass(4_000);
    media.readyState = 4;
    media.frozen = false;
    recorder.observe("playing");
    pass(1_000);
    expect(recorder.take()).toEqual([[4_000, 5_000, 0, 1]]);
  });

  test("that a browser does not tell is seen: the playhead stands", () => {
    play();
    pass(5_000);
    media.frozen = true;
    pass(20_000);
    expect(recorder.state).toBe("buffering");
    media.frozen = false;
    pass(5_000);
    expect(recorder.state).toBe("playing");
    const segments = recorder.take();
    const watchedMs = segments.reduce((sum, [from, to]) => sum + to - from, 0);
    expect(watchedMs).toBeGreaterThanOrEqual(9_500);
    expect(watchedMs).toBeLessThanOrEqual(10_500);
  });

  test("stalled with data left goes on playing", () => {
    play();
    pass(1_000);
    expect(recorder.observe("stalled")).toBe(false);
    pass(1_000);
    expect(recorder.take()).toEqual([[0, 2_000, 0, 2]]);
  });
});

test("the end is no pause and covers the last second", () => {
  media.duration = 3;
  play();
  pass(2_900);
  clock += 100;
  media.advance(100);
  media.ended = true;
  media.paused = true;
  recorder.observe("timeupdate");
  recorder.observe("pause");
  recorder.observe("ended");
  expect(recorder.state).toBe("ended");
  clock += 60_000;
  expect(recorder.take()).toEqual([[0, 3_000, 0, 3]]);
});

test("a new source ends what was playing", () => {
  play();
  pass(2_000);
  media.currentTime = 0;
  media.readyState = 0;
  recorder.observe("emptied");
  expect(recorder.state).toBe("buffering");
  expect(recorder.take()).toEqual([[0, 2_000, 0, 2]]);
});

test("an interruption keeps what was sampled and nothing after it", () => {
  play();
  pass(2_000);
  clock += 3_600_000;
  expect(recorder.interrupt()).toEqual([[0, 2_000, 0, 2]]);
});

test("fractions of a millisecond are floored, positions have three decimals", () => {
  clock = 0.7;
  play();
  clock = 1_000.9;
  media.currentTime = 1.000_26;
  recorder.observe("timeupdate");
  expect(recorder.take()).toEqual([[0, 1_000, 0, 1]]);
});
