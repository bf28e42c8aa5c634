import { expect, test } from "vitest";
import type { HostLine } from "../generated/api.ts";
import { type Lines, waiting, withNews } from "./lines.ts";

function line(n: number, state: HostLine["state"], reply_to: string | null = null): HostLine {
  const at = new Date(1_790_000_000_000 + n).toISOString();
  return { id: `l${n}`, state, reply_to, at } as HostLine;
}

const NONE: Lines = new Map();

test("a changed line stays in its place", () => {
  const lines = withNews(NONE, [line(1, "held"), line(2, "visible")]);
  const changed = withNews(lines, [line(3, "visible"), line(1, "visible")]);
  expect([...changed.values()].map(({ id, state }) => [id, state])).toEqual([
    ["l1", "visible"],
    ["l2", "visible"],
    ["l3", "visible"],
  ]);
});

test("without news nothing changes", () => {
  expect(withNews(NONE, [])).toBe(NONE);
});

test("a held line waits until it is moved or answered", () => {
  const lines = withNews(NONE, [line(1, "held"), line(2, "held"), line(3, "rejected")]);
  expect(waiting(lines).map(({ id }) => id)).toEqual(["l1", "l2"]);
  expect(waiting(withNews(lines, [line(4, "visible", "l1")])).map(({ id }) => id)).toEqual(["l2"]);
});

test("of a long chat the latest lines stay, and all that wait", () => {
  const old = withNews(NONE, [
    line(0, "held"),
    ...Array.from({ length: 1_200 }, (_, n) => line(n + 1, "visible")),
  ]);
  expect(old.size).toBe(1_001);
  expect(waiting(old)).toHaveLength(1);
});
