import { describe, expect, test } from "vitest";
import { type Action, DriftControl, type Look } from "./drift.ts";

const LOOK: Look = {
  nowMs: 0,
  targetS: 100,
  positionS: 100,
  bufferedS: 30,
  isTargetBuffered: true,
  remainingS: 600,
  isPaused: false,
  isSeeking: false,
  canNudge: true,
};

/** A player that does what it is told, on a link that brings `linkRate` seconds of the medium a second. */
class Player {
  readonly control = new DriftControl();
  readonly actions: Action[] = [];
  nowMs = 0;
  positionS: number;
  bufferedToS: number;
  rate = 1;
  linkRate: number;
  canNudge = true;
  /** The length of a seek, and the wait after it. */
  seekMs = 0;
  /** The largest lag so far. */
  mostS = 0;
  #seekingUntilMs = 0;

  constructor(offS: number, linkRate = 10) {
    this.positionS = 100 - offS;
    this.bufferedToS = this.positionS + (linkRate < 1 ? 0 : 20);
    this.linkRate = linkRate;
  }

  get targetS() {
    return 100 + this.nowMs / 1_000;
  }

  get offS() {
    return this.targetS - this.positionS;
  }

  run(seconds: number, jitterS: (second: number) => number = () => 0) {
    for (let second = 0; second < seconds; second++) {
      const isSeeking = this.nowMs < this.#seekingUntilMs;
      const wishedS = isSeeking ? 0 : this.rate;
      const before = this.positionS;
      this.bufferedToS += this.linkRate;
      if (this.linkRate >= 1) this.bufferedToS = Math.min(this.bufferedToS, this.positionS + 30);
      this.positionS = Math.min(this.positionS + wishedS, this.bufferedToS);
      if (!isSeeking && this.positionS < before + wishedS) this.control.stalled();
      this.nowMs += 1_000;
      const positionS = this.positionS + jitterS(second);
      this.mostS = Math.max(this.mostS, this.offS);
      const action = this.control.look({
        nowMs: this.nowMs,
        targetS: this.targetS,
        positionS,
        bufferedS: this.bufferedToS - this.positionS,
        isTargetBuffered: this.targetS <= this.bufferedToS,
        remainingS: 10_000,
        isPaused: false,
        isSeeking: this.nowMs < this.#seekingUntilMs,
        canNudge: this.canNudge,
      });
      this.#do(action);
    }
  }

  #do(action: Action) {
    if (action.kind !== "none") this.actions.push(action);
    if (action.kind === "rate") this.rate = action.rate;
    if (action.kind !== "seek") return;
    if (action.toS > this.bufferedToS || action.toS < this.positionS) this.bufferedToS = action.toS;
    this.positionS = action.toS;
    this.#seekingUntilMs = this.nowMs + this.seekMs;
  }

  get seeks() {
    return this.actions.filter(({ kind }) => kind === "seek").length;
  }
}

test("case 4: ten minutes with a jitter of 0.2 s need no seek and no change of rate", () => {
  const player = new Player(0);
  player.run(600, (second) => (second % 2 ? 0.2 : -0.2));
  expect(player.actions).toEqual([]);
});

test("case 5: on a link of 0.7 of the bitrate it plays on late, and seeks less and less often", () => {
  const player = new Player(0, 0.7);
  player.run(300);
  // 300 s at 0.7 lose 90 s; each seek is due only 6 s late, and each takes away those 6.
  expect(player.seeks).toBeLessThanOrEqual(15);
  expect(player.seeks).toBeGreaterThan(0);
  expect(player.mostS).toBeLessThanOrEqual(10);
  expect(player.rate).toBe(1);
});

test.each([
  [0.5, 0],
  [0.5, 3_500],
  [0.62, 2_000],
  [0.7, 3_500],
])("case 5: on a link of %d, seeks of %d ms that help make no later one wait", (linkRate, seekMs) => {
  const player = new Player(0, linkRate);
  player.seekMs = seekMs;
  player.run(900);
  expect(player.mostS).toBeLessThanOrEqual(10);
  expect(player.seeks).toBeLessThanOrEqual(60);
});

test("case 5: on a link that brings nothing, a seek waits 1, 2, 4 … 30 s for the one before", () => {
  const player = new Player(60, 0);
  player.run(20);
  expect(player.seeks).toBeLessThanOrEqual(3);
  const control = new DriftControl();
  const seeks: number[] = [];
  for (let second = 0; second <= 120; second++) {
    const look = { ...LOOK, nowMs: second * 1_000, positionS: 0, isTargetBuffered: false };
    if (control.look(look).kind === "seek") seeks.push(second);
  }
  expect(seeks).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
});

test("a drift of 0.4 s that stays is caught up in one episode", () => {
  const player = new Player(0.4);
  player.run(20);
  expect(player.actions).toEqual([
    { kind: "rate", rate: 1.05 },
    { kind: "rate", rate: 1 },
  ]);
  expect(Math.abs(player.offS)).toBeLessThan(0.25);
});

test("a player that is ahead is slowed down", () => {
  const player = new Player(-1);
  player.run(30);
  expect(player.actions).toEqual([
    { kind: "rate", rate: 0.95 },
    { kind: "rate", rate: 1 },
  ]);
  expect(Math.abs(player.offS)).toBeLessThan(0.25);
});

test("between two episodes there are ten seconds", () => {
  const control = new DriftControl();
  const off = (nowMs: number, offS: number) =>
    control.look({ ...LOOK, nowMs, positionS: LOOK.targetS - offS });
  expect(off(0, 1)).toEqual({ kind: "rate", rate: 1.05 });
  expect(off(1_000, 0)).toEqual({ kind: "rate", rate: 1 });
  expect(off(2_000, 1)).toEqual({ kind: "none" });
  expect(off(10_999, 1)).toEqual({ kind: "none" });
  expect(off(11_000, 1)).toEqual({ kind: "rate", rate: 1.05 });
});

test("where a rate would be heard, less than two seconds are left alone", () => {
  const player = new Player(1.9);
  player.canNudge = false;
  player.run(60);
  expect(player.actions).toEqual([]);
});

test("more than two seconds are sought, and what a seek costs is added to the next", () => {
  const player = new Player(30);
  player.seekMs = 1_000;
  player.run(60);
  expect(player.seeks).toBe(1);
  expect(Math.abs(player.offS)).toBeLessThan(0.25);
  player.positionS -= 30;
  player.run(60);
  expect(player.seeks).toBe(2);
  expect(Math.abs(player.offS)).toBeLessThan(0.25);
});

test("case 8: a player that was moved ahead of everybody is put back at once", () => {
  const control = new DriftControl();
  expect(control.look({ ...LOOK, positionS: 400 })).toEqual({ kind: "seek", toS: 100 });
});

describe("case 11: every way out leaves the rate at 1", () => {
  const nudged = () => {
    const control = new DriftControl();
    expect(control.look({ ...LOOK, positionS: 99 })).toEqual({ kind: "rate", rate: 1.05 });
    return control;
  };
  const back = { kind: "rate", rate: 1 };
  const off = { ...LOOK, nowMs: 1_000, positionS: 99 };
  test("in step", () => expect(nudged().look({ ...off, positionS: 100 })).toEqual(back));
  test("overshot", () => expect(nudged().look({ ...off, positionS: 101 })).toEqual(back));
  test("paused", () => expect(nudged().look({ ...off, isPaused: true })).toEqual(back));
  test("seeking", () => expect(nudged().look({ ...off, isSeeking: true })).toEqual(back));
  test("the end is near", () => expect(nudged().look({ ...off, remainingS: 1.9 })).toEqual(back));
  test("the item changes", () => expect(nudged().leave(1_000)).toEqual(back));
  test("the device turns out to be one that is heard", () =>
    expect(nudged().look({ ...off, canNudge: false })).toEqual(back));
  test("a stall, until three seconds are buffered", () => {
    const control = nudged();
    control.stalled();
    expect(control.look({ ...off, bufferedS: 1 })).toEqual(back);
    expect(control.look({ ...off, nowMs: 20_000, bufferedS: 2.9 })).toEqual({ kind: "none" });
    expect(control.look({ ...off, nowMs: 21_000, bufferedS: 3 })).toEqual({ kind: "rate", rate: 1.05 });
  });
});

test("what loading an item took is made up at once, by one seek", () => {
  const control = new DriftControl();
  control.arrived();
  expect(control.look({ ...LOOK, positionS: 99.4, isTargetBuffered: false })).toEqual({
    kind: "rate",
    rate: 1.05,
  });
  expect(control.look({ ...LOOK, nowMs: 1_000, positionS: 99.4 })).toEqual({ kind: "seek", toS: 100 });
  expect(control.look({ ...LOOK, nowMs: 2_000, positionS: 99.8 })).toEqual({ kind: "none" });
});

test("the last two seconds of an item are left alone", () => {
  const control = new DriftControl();
  expect(control.look({ ...LOOK, positionS: 50, remainingS: 1.9 })).toEqual({ kind: "none" });
});

test("a paused player is left alone", () => {
  expect(new DriftControl().look({ ...LOOK, positionS: 0, isPaused: true })).toEqual({ kind: "none" });
});
