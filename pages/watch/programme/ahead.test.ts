import { expect, test } from "vitest";
import type { AnyItem, StageItem } from "../../automated/rundown.ts";
import { ahead, fetchAt } from "./ahead.ts";

const SLIDES = { kind: "slides", id: "deck", start_ms: 0, duration_ms: 60_000, pages: 3 } as StageItem;
const FILM = { kind: "video", id: "film", start_ms: 60_000, duration_ms: 5_000 } as AnyItem;
const POLL = {
  kind: "poll",
  id: "poll",
  start_ms: 60_000,
  duration_ms: 5_000,
  questions: [],
} as unknown as AnyItem;

test("each viewer fetches at a moment of their own, 30 to 10 s before the start", () => {
  expect([fetchAt(60_000, 0), fetchAt(60_000, 0.5), fetchAt(60_000, 1)]).toEqual([50_000, 40_000, 30_000]);
});

test("case 6: the next item is loaded before it begins, and overlays are not", () => {
  const at = (ms: number) => ahead(null, null, [FILM, POLL], ms, () => 0.5);
  expect(at(39_999)).toEqual([]);
  expect(at(40_000)).toEqual([{ kind: "film", path: "film" }]);
});

test("the next page of slides is loaded while the one before it is shown; behind the last comes nothing", () => {
  const of = (page: number) => ahead(SLIDES, page, [], 10_000, () => 0);
  expect(of(1)).toEqual([{ kind: "picture", path: "deck/page-002.webp" }]);
  expect(of(3)).toEqual([]);
});
