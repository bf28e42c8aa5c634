import { expect, test } from "vitest";
import { RoomClock } from "./clock.ts";

const MINUTE = 60_000;
/** Room time minus monotonic time in these tests. */
const EPOCH = 1_790_000_000_000;

class Machine {
  monotonicMs = 5_000;
  wallMs = EPOCH + 5_000;
  roomMs = EPOCH + 5_000;
  readonly monotonic = () => this.monotonicMs;
  readonly wall = () => this.wallMs;

  pass(ms: number) {
    this.monotonicMs += ms;
    this.wallMs += ms;
    this.roomMs += ms;
  }

  /** Asks the server; the way there and the way back take their time. */
  ask(clock: RoomClock, thereMs: number, backMs: number) {
    const t0 = this.monotonicMs;
    this.pass(thereMs);
    const t1 = this.roomMs;
    this.pass(backMs);
    clock.add({ t0, t1, t2: t1, t3: this.monotonicMs });
  }
}

test.each([-10 * MINUTE, 0, 10 * MINUTE])(
  "case 1: a page clock that is wrong by %d ms changes nothing",
  (wrongMs) => {
    const machine = new Machine();
    machine.wallMs += wrongMs;
    const clock = new RoomClock(machine);
    machine.ask(clock, 20, 30);
    expect(Math.abs(clock.now() - machine.roomMs)).toBeLessThanOrEqual(5);
    expect(clock.errorMs).toBe(25);
  },
);

test("case 1: one answer that took 3 s is outdone by the next", () => {
  const machine = new Machine();
  const clock = new RoomClock(machine);
  machine.ask(clock, 2_990, 10);
  expect(Math.abs(clock.now() - machine.roomMs)).toBe(1_490);
  machine.ask(clock, 12, 8);
  expect(Math.abs(clock.now() - machine.roomMs)).toBe(2);
});

test("case 1: the wall clock jumps in the middle of the programme, and room time does not", () => {
  const machine = new Machine();
  const clock = new RoomClock(machine);
  for (let n = 0; n < 4; n++) machine.ask(clock, 10, 10);
  expect(clock.wantsSample()).toBe(false);
  machine.wallMs += 10 * MINUTE;
  expect(clock.now()).toBe(machine.roomMs);
  expect(clock.wantsSample()).toBe(true);
});

test("a machine that slept is put right by the first new sample, even a slow one", () => {
  const machine = new Machine();
  const clock = new RoomClock(machine);
  for (let n = 0; n < 4; n++) machine.ask(clock, 5, 5);
  // The monotonic clock stood still.
  machine.wallMs += 5 * MINUTE;
  machine.roomMs += 5 * MINUTE;
  expect(clock.wantsSample()).toBe(true);
  machine.ask(clock, 100, 100);
  expect(clock.now()).toBe(machine.roomMs);
});

test("the server is asked four times at once, then each minute", () => {
  const machine = new Machine();
  const clock = new RoomClock(machine);
  for (let n = 0; n < 4; n++) {
    expect(clock.wantsSample()).toBe(true);
    machine.ask(clock, 1, 1);
  }
  expect(clock.wantsSample()).toBe(false);
  machine.pass(MINUTE - 1);
  expect(clock.wantsSample()).toBe(false);
  machine.pass(1);
  expect(clock.wantsSample()).toBe(true);
});

test("the least delay of the last eight counts, so that a clock that goes wrong slowly is followed", () => {
  const machine = new Machine();
  const clock = new RoomClock(machine);
  machine.ask(clock, 1, 1);
  machine.roomMs += 40;
  for (let n = 0; n < 7; n++) machine.ask(clock, 10, 10);
  expect(machine.roomMs - clock.now()).toBe(40);
  machine.ask(clock, 10, 10);
  expect(machine.roomMs - clock.now()).toBe(0);
});

test("times that cannot be are left out", () => {
  const machine = new Machine();
  const clock = new RoomClock(machine);
  clock.add({ t0: 10, t1: 5, t2: 4, t3: 11 });
  clock.add({ t0: 10, t1: 0, t2: 50, t3: 11 });
  clock.add({ t0: 10, t1: Number.NaN, t2: 50, t3: 11 });
  expect(clock.isKnown).toBe(false);
  expect(clock.now()).toBe(machine.wallMs);
});
