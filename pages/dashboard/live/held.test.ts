import { describe, expect, test } from "vitest";
import { decode, type Frame, GAP, type Held, receive } from "./held.ts";

const snapshot: Frame = {
  type: "snapshot",
  epoch: "a",
  version: 7,
  data: { now: { playing: 1, connected: 2 } },
};
const patch = (version: number, epoch = "a"): Frame => ({
  type: "patch",
  epoch,
  version,
  data: { now: { playing: version } },
});

function held(...frames: Frame[]): Held | typeof GAP {
  let state: Held | null = null;
  for (const frame of frames) {
    const next = receive(state, frame);
    if (next === GAP) return GAP;
    state = next;
  }
  if (!state) throw new Error("no frames");
  return state;
}

describe("receive", () => {
  test("applies the next version of the same epoch", () => {
    expect(held(snapshot, patch(8), patch(9))).toMatchObject({
      version: 9,
      data: { now: { playing: 9, connected: 2 } },
    });
  });

  test("a snapshot replaces whatever is held", () => {
    const other: Frame = { ...snapshot, epoch: "b", version: 1 };
    expect(held(snapshot, patch(8), other)).toMatchObject({ epoch: "b", version: 1, data: other.data });
  });

  test.each([
    ["a version was missed", [snapshot, patch(9)]],
    ["a version came twice", [snapshot, patch(8), patch(8)]],
    ["an older version came", [snapshot, patch(6)]],
    ["another process computes now", [snapshot, patch(8, "b")]],
    ["there was no snapshot", [patch(8)]],
  ])("sees a gap when %s", (_when, frames) => {
    expect(held(...frames)).toBe(GAP);
  });
});

describe("decode", () => {
  test("reads a frame", () => {
    expect(decode(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  test.each([
    "",
    "{",
    "null",
    "3",
    "[]",
    '{"type":"hello"}',
    '{"type":"patch","version":"1","epoch":"a","data":{}}',
    '{"type":"patch","version":1,"data":{}}',
    '{"type":"patch","version":1,"epoch":"a","data":null}',
  ])("lets %j pass unread", (text) => {
    expect(decode(text)).toBeNull();
  });
});
