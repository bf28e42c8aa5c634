import { describe, expect, test } from "vitest";
import { firstChunk } from "./beacon.ts";
import type { Segment } from "./messages.ts";
import { HeartbeatQueue } from "./queue.ts";

const LONGEST: Segment = [172_799_000, 172_799_999, 172_799.123, 172_799.999];

function seqs(queue: HeartbeatQueue): number[] {
  return queue.pending.map(({ seq }) => seq);
}

test("seq starts at 1 and rises, also over discarded ones", () => {
  const queue = new HeartbeatQueue();
  queue.add("playing", []);
  queue.add("paused", [[0, 10, 0, 0.01]]);
  expect(seqs(queue)).toEqual([1, 2]);
  queue.discardThrough(2);
  queue.add("playing", []);
  expect(seqs(queue)).toEqual([3]);
});

test("only what was named is discarded", () => {
  const queue = new HeartbeatQueue();
  for (let n = 0; n < 4; n++) queue.add("playing", []);
  queue.discard([2, 9]);
  expect(seqs(queue)).toEqual([1, 3, 4]);
  queue.discardThrough(3);
  expect(seqs(queue)).toEqual([4]);
});

test("more segments than one heartbeat takes make several, each within 16 KiB", () => {
  const queue = new HeartbeatQueue();
  queue.add("playing", Array<Segment>(450).fill(LONGEST));
  expect(queue.pending.map(({ segments }) => segments.length)).toEqual([200, 200, 50]);
  for (const heartbeat of queue.pending) {
    const text = JSON.stringify({ type: "heartbeat", ...heartbeat });
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(16 * 1024);
  }
});

describe("a long time without an answer", () => {
  test("folds contiguous playing into one segment and keeps the newest seq", () => {
    const queue = new HeartbeatQueue();
    for (let n = 0; n < 4_320; n++) {
      queue.add("playing", [[n * 10_000, (n + 1) * 10_000, n * 10, (n + 1) * 10]]);
    }
    expect(queue.pending.length).toBeLessThanOrEqual(50);
    expect(queue.pending.at(-1)?.seq).toBe(4_320);
    const all = queue.pending.flatMap(({ segments }) => segments);
    expect(all[0]?.[0]).toBe(0);
    expect(all.at(-1)).toEqual([43_190_000, 43_200_000, 43_190, 43_200]);
    expect(all.reduce((sum, [from, to]) => sum + to - from, 0)).toBe(43_200_000);
    expect(JSON.stringify(queue.pending).length).toBeLessThan(8_000);
  });

  test("keeps a pause and a change of rate apart", () => {
    const queue = new HeartbeatQueue();
    queue.add("paused", [[0, 1_000, 0, 1]]);
    queue.add("playing", [[5_000, 6_000, 1, 2]]);
    queue.add("playing", [[6_000, 7_000, 2, 4]]);
    for (let n = 0; n < 100; n++) queue.add("paused", []);
    expect(queue.pending.flatMap(({ segments }) => segments)).toEqual([
      [0, 1_000, 0, 1],
      [5_000, 6_000, 1, 2],
      [6_000, 7_000, 2, 4],
    ]);
  });

  test("is bounded whatever happens, and gives up the oldest", () => {
    const queue = new HeartbeatQueue();
    for (let n = 0; n < 10_000; n++) {
      queue.add("playing", [[n * 1_000, n * 1_000 + 500, (n * 7) % 180, ((n * 7) % 180) + 0.5]]);
    }
    const all = queue.pending.flatMap(({ segments }) => segments);
    expect(queue.pending.length).toBeLessThanOrEqual(50);
    expect(all.length).toBeLessThanOrEqual(4_000);
    expect(all.length).toBeGreaterThan(3_000);
    expect(all.at(-1)?.[0]).toBe(9_999_000);
    for (const { segments } of queue.pending) expect(segments.length).toBeLessThanOrEqual(200);
  });

  test("an answer to a folded heartbeat's old seq discards nothing", () => {
    const queue = new HeartbeatQueue();
    for (let n = 0; n < 51; n++) queue.add("playing", [[n * 10, n * 10 + 5, n, n + 0.005]]);
    const before = queue.pending.length;
    queue.discard([1]);
    expect(queue.pending.length).toBe(before);
  });
});

test("beacons take as many heartbeats as fit 60 KB, and at least one", () => {
  const queue = new HeartbeatQueue();
  queue.add("playing", Array<Segment>(4_000).fill(LONGEST));
  let rest = queue.pending;
  let chunks = 0;
  while (rest.length) {
    const chunk = firstChunk(rest);
    expect(JSON.stringify(chunk).length).toBeLessThanOrEqual(60_000);
    rest = rest.slice(chunk.length);
    chunks++;
  }
  expect(chunks).toBeGreaterThan(2);
  expect(firstChunk(queue.pending, 10)).toHaveLength(1);
});
