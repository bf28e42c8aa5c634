/** Faults of other products, by their number in the list of twenty; the server's are in tests/automated/test_cases.py. */
import { expect, test } from "vitest";
import { RoomClock } from "../../automated/clock.ts";
import { DriftControl } from "../../automated/drift.ts";
import { onAir } from "../../automated/on_air.ts";
import { type AnyItem, Rundown } from "../../automated/rundown.ts";
import { playOrMute } from "./sound.ts";

const START = 1_790_000_000_000;
const END = START + 3_600_000;

function film(id: string, startS: number, lastsS: number, assetS = lastsS): AnyItem {
  return {
    kind: "video",
    id,
    start_ms: startS * 1_000,
    duration_ms: lastsS * 1_000,
    asset_id: id,
    asset_ms: assetS * 1_000,
  } as AnyItem;
}

/** A player whose element ignores where it is put until it knows its length, as Safari's does. */
class LatePlayer {
  readonly control = new DriftControl();
  positionS = 0;
  isReady = false;
  shownS: number[] = [];

  look(targetS: number, nowMs: number): void {
    const action = this.control.look({
      nowMs,
      targetS,
      positionS: this.positionS,
      bufferedS: 10,
      isTargetBuffered: true,
      remainingS: 600,
      isPaused: false,
      isSeeking: !this.isReady,
      canNudge: false,
    });
    if (action.kind === "seek" && this.isReady) this.positionS = action.toS;
    if (this.isReady) this.shownS.push(this.positionS);
  }
}

test("case 6: an item of five seconds is known a minute ahead and begins with its first second", () => {
  const rundown = new Rundown(1, [film("short", 60, 5), film("next", 65, 60)]);
  expect(onAir(rundown, START, END, START + 1).soon.map(({ id }) => id)).toEqual(["short"]);
  const begun = onAir(rundown, START, END, START + 60_000).stage;
  expect([begun?.item.id, begun?.mediaMs]).toEqual(["short", 0]);
  expect(onAir(rundown, START, END, START + 64_999).stage?.item.id).toBe("short");
  expect(onAir(rundown, START, END, START + 65_000).stage?.item.id).toBe("next");
});

test("case 7: a place that was set too early is set again before anything is shown", () => {
  const player = new LatePlayer();
  player.look(120, 0);
  player.look(121, 1_000);
  expect(player.shownS).toEqual([]);
  player.isReady = true;
  player.look(122, 2_000);
  expect(player.shownS.every((one) => one >= 120)).toBe(true);
});

test("case 9: refused sound is played muted, and refused unmuting goes on muted", async () => {
  const refusesSound = {
    muted: false,
    isPlaying: false,
    async play() {
      if (!this.muted) throw new DOMException("NotAllowedError");
      this.isPlaying = true;
    },
  };
  expect(await playOrMute(refusesSound)).toBe(true);
  expect([refusesSound.muted, refusesSound.isPlaying]).toEqual([true, true]);
  // The viewer asks for sound without what the browser takes for a gesture: it pauses, and goes on muted.
  refusesSound.muted = false;
  refusesSound.isPlaying = false;
  expect(await playOrMute(refusesSound)).toBe(true);
  expect([refusesSound.muted, refusesSound.isPlaying]).toEqual([true, true]);
});

test("case 10: after one gesture the same element plays item after item with sound", async () => {
  let gestures = 1;
  const element = {
    muted: false,
    isBlessed: false,
    async play() {
      if (!this.isBlessed && gestures-- <= 0) throw new DOMException("NotAllowedError");
      this.isBlessed = true;
    },
  };
  for (let item = 0; item < 3; item++) expect(await playOrMute(element)).toBe(false);
});

test("case 12: a tab that was hidden for five minutes is in the right place at its first look", () => {
  const clocks = {
    monotonicMs: 0,
    monotonic: () => clocks.monotonicMs,
    wall: () => START + clocks.monotonicMs,
  };
  const clock = new RoomClock(clocks);
  clock.add({ t0: 0, t1: START, t2: START, t3: 0 });
  const rundown = new Rundown(1, [film("one", 0, 120), film("two", 120, 600)]);
  expect(onAir(rundown, START, END, clock.now()).stage?.item.id).toBe("one");
  // No timer ran in between.
  clocks.monotonicMs += 300_000;
  const { stage } = onAir(rundown, START, END, clock.now());
  expect([stage?.item.id, stage?.mediaMs]).toEqual(["two", 180_000]);
  const action = new DriftControl().look({
    nowMs: clocks.monotonicMs,
    targetS: 180,
    positionS: 0,
    bufferedS: 0,
    isTargetBuffered: false,
    remainingS: 420,
    isPaused: false,
    isSeeking: false,
    canNudge: true,
  });
  expect(action).toMatchObject({ kind: "seek" });
});

test("case 14: the clock ends an item, however long its film turns out to be", () => {
  for (const assetS of [59.6, 60.4]) {
    const rundown = new Rundown(1, [film("one", 0, 60, assetS), film("two", 60, 60)]);
    const last = onAir(rundown, START, END, START + 59_999).stage;
    expect([last?.item.id, last?.mediaMs]).toEqual(["one", Math.min(59_999, assetS * 1_000)]);
    const next = onAir(rundown, START, END, START + 60_000).stage;
    expect([next?.item.id, next?.mediaMs]).toEqual(["two", 0]);
  }
});
