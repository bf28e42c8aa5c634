/** The arithmetic of the editor; its limits are held to the same vectors as the server's (`test_validation.py`). */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import {
  changes,
  endMoved,
  faults,
  freeStart,
  isNew,
  moved,
  onTop,
  type Planned,
  snapped,
  startMoved,
  stretchOf,
  usualLength,
  wire,
} from "./editing.ts";
import { begin, changed, redone, settled, undone } from "./history.ts";
import { parseTime, spokenTime, timeText } from "./times.ts";

type Times = [kind: "image" | "announcement", start_ms: number, duration_ms: number];
interface Case {
  name: string;
  items: Times[];
  faults: [number, string][];
}

const vectors = new URL("../../../tests/automated/vectors/times.json", import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(vectors, "utf8"));

test.each(cases)("$name", ({ items, faults: expected }) => {
  const planned = items.map(([kind, start_ms, duration_ms], n) => ({
    id: `${n}`,
    kind,
    start_ms,
    duration_ms,
  }));
  expect(faults(planned).map(({ id, code }) => [Number(id), code])).toEqual(expected);
});

test("more than 500 items", () => {
  const item = { kind: "image" as const, duration_ms: 1000 };
  const many = Array.from({ length: 501 }, (_, n) => ({ ...item, id: `${n}`, start_ms: n * 1000 }));
  expect(faults(many.slice(1))).toEqual([]);
  expect(faults(many)).toEqual([{ id: "0", code: "too_many_items" }]);
});

const film = (id: string, start_s: number, length_s: number, more: Partial<Planned> = {}): Planned => ({
  kind: "video",
  id,
  start_ms: start_s * 1000,
  duration_ms: length_s * 1000,
  ...more,
});
const notice = (id: string, start_s: number, length_s: number): Planned => ({
  ...film(id, start_s, length_s),
  kind: "announcement",
});

describe("an item on stage", () => {
  const plan = [film("a", 0, 10), film("b", 20, 10), film("c", 40, 5)];
  const [a, b] = plan as [Planned, Planned, Planned];

  it("has the room between its neighbours", () => {
    expect(stretchOf(plan, b)).toEqual({ from_ms: 10_000, to_ms: 40_000 });
  });

  it("is moved to the nearest place where it fits, over its neighbours, too", () => {
    expect(moved(plan, b, 12_345).start_ms).toBe(12_345);
    expect(moved(plan, b, 5_000).start_ms).toBe(10_000);
    expect(moved(plan, b, 44_000).start_ms).toBe(45_000);
    expect(moved(plan, a, 33_000).start_ms).toBe(30_000);
    expect(moved(plan, b, -5).start_ms).toBe(10_000);
    expect(moved(plan, film("c", 40, 5), -5).start_ms).toBe(10_000);
    expect(moved(plan, b, 10 ** 12).start_ms).toBe(12 * 3_600_000 - 10_000);
  });

  it("ends where its neighbour begins, and lasts at least a second", () => {
    expect(endMoved(plan, b, 99_000).duration_ms).toBe(20_000);
    expect(endMoved(plan, b, 0).duration_ms).toBe(1_000);
    expect(endMoved(plan, b, 0, 25_000).duration_ms).toBe(5_000);
  });

  it("that is a film begins later in its file when its beginning is moved, and never before the file", () => {
    expect(startMoved(plan, b, 22_000)).toMatchObject({
      start_ms: 22_000,
      duration_ms: 8_000,
      media_from_ms: 2_000,
    });
    expect(startMoved(plan, b, 12_000)).toMatchObject({ start_ms: 20_000, duration_ms: 10_000 });
    expect(startMoved(plan, { ...b, media_from_ms: 3_000 }, 12_000)).toMatchObject({
      start_ms: 17_000,
      media_from_ms: 0,
    });
    expect(startMoved(plan, b, 99_000)).toMatchObject({ start_ms: 29_000, duration_ms: 1_000 });
    const picture = { ...b, kind: "image" as const };
    expect(startMoved(plan, picture, 0)).toMatchObject({ start_ms: 10_000, duration_ms: 20_000 });
  });

  it("is added behind what is there, and before what is frozen nothing goes", () => {
    expect(freeStart(plan, film("d", 0, 11), 0)).toBe(45_000);
    expect(freeStart(plan, film("d", 0, 10), 0)).toBe(10_000);
    expect(freeStart(plan, film("d", 0, 10), 0, 31_000)).toBe(45_000);
  });

  it("loses the times of its pages with its length, and a poll closes within its time", () => {
    const slides: Planned = { ...b, kind: "slides", page_ms: [5_000, 5_000] };
    expect(endMoved(plan, slides, 25_000).page_ms).toBeUndefined();
    expect(endMoved(plan, slides, 30_000).page_ms).toEqual([5_000, 5_000]);
    const poll: Planned = { ...notice("p", 0, 60), kind: "poll", closes_ms: 40_000, published_ms: 50_000 };
    expect(endMoved([poll], poll, 30_000)).toMatchObject({ closes_ms: 30_000, published_ms: 30_000 });
  });
});

test("a moment snaps to the nearest edge, and to nothing far away", () => {
  const plan = [film("a", 0, 10), film("b", 20, 10)];
  const item = notice("n", 0, 5);
  expect(snapped(plan, item, 9_600, 500)).toBe(10_000);
  expect(snapped(plan, item, 9_400, 500)).toBe(9_400);
  expect(snapped(plan, item, 15_100, 500, [15_000])).toBe(15_000);
});

test("a new item lasts as long as its file, a page ten seconds", () => {
  const asset = { duration_ms: 61_500, pages: null } as never;
  expect(usualLength("video", asset)).toBe(61_500);
  expect(usualLength("slides", { duration_ms: null, pages: 7 } as never)).toBe(70_000);
  expect(usualLength("call_to_action", undefined)).toBe(60_000);
});

describe("two people", () => {
  const base = [film("a", 0, 10), film("b", 20, 10), film("c", 40, 5)];
  const theirs = [film("a", 0, 12), film("c", 40, 5), film("d", 60, 5)];

  it("see what the other changed", () => {
    expect(changes(base, theirs).map(({ id, what }) => [id, what])).toEqual([
      ["a", "changed"],
      ["d", "added"],
      ["b", "removed"],
    ]);
    expect(changes(base, [...base].reverse())).toEqual([]);
  });

  it("keep both their changes where they touched different items, and mine where the same", () => {
    const mine = [film("a", 0, 10), film("b", 20, 10), film("c", 41, 5), film("new-1", 80, 5)];
    expect(
      onTop(base, mine, theirs).map(({ id, start_ms, duration_ms }) => [id, start_ms, duration_ms]),
    ).toEqual([
      ["a", 0, 12_000],
      ["c", 41_000, 5_000],
      ["d", 60_000, 5_000],
      ["new-1", 80_000, 5_000],
    ]);
  });

  it("keep what one changed and the other took away, as a new item", () => {
    const [, , kept] = onTop(base, [film("a", 0, 10), film("b", 22, 10), film("c", 40, 5)], [
      base[0],
      base[2],
    ] as Planned[]);
    expect(kept).toMatchObject({ start_ms: 22_000 });
    expect(isNew(kept?.id ?? "")).toBe(true);
    expect(wire(kept as Planned)).not.toHaveProperty("id");
  });
});

test("undo takes back one step, and one drag is one step", () => {
  const plan = (start_s: number) => ({ buffer_s: 10, items: [film("a", start_s, 10)] });
  let history = begin(plan(0));
  for (const start_s of [1, 2, 3]) history = changed(history, plan(start_s), "drag a");
  history = changed(settled(history), plan(9), "drag a");
  expect(undone(history).now).toEqual(plan(3));
  expect(undone(undone(history)).now).toEqual(plan(0));
  expect(undone(undone(undone(history))).now).toEqual(plan(0));
  expect(redone(redone(undone(undone(history)))).now).toEqual(plan(9));
});

test.each([
  ["1:30", 90_000, "1:30"],
  ["90", 90_000, "1:30"],
  ["1:00:00.25", 3_600_250, "1:00:00.25"],
  ["0,5", 500, "0:00.5"],
])("%s is a time", (typed, ms, shown) => {
  expect(parseTime(typed)).toBe(ms);
  expect(timeText(ms)).toBe(shown);
});

test("what is no time is none, and times are said in words", () => {
  expect(parseTime("soon")).toBeNull();
  expect(parseTime("-1")).toBeNull();
  expect(spokenTime(90_000)).toBe("1 minute, 30 seconds");
  expect(spokenTime(0)).toBe("0");
});
