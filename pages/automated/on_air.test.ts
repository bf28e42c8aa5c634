/** The items on air, held to the same vectors as the server's own function (`tests/automated/test_on_air.py`). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { onAir } from "./on_air.ts";
import { type AnyItem, Rundown } from "./rundown.ts";

interface Moment {
  ms: number;
  phase: string;
  stage: { id: string; media_ms: number; page: number | null } | null;
  overlays: [string, string][];
  next_ms: number | null;
  soon: string[];
}

interface Case {
  name: string;
  ends_ms: number;
  items: AnyItem[];
  moments: Moment[];
}

const STARTS_AT = 1_790_000_000_000;
const vectors = new URL("../../tests/automated/vectors/on_air.json", import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(vectors, "utf8"));

describe.each(cases)("$name", ({ ends_ms, items, moments }) => {
  const rundown = new Rundown(3, items);
  test.each(moments)("at $ms ms", (moment) => {
    const answer = onAir(rundown, STARTS_AT, STARTS_AT + ends_ms, STARTS_AT + moment.ms);
    const { stage } = answer;
    expect({
      ms: answer.programmeMs,
      phase: answer.phase,
      stage: stage && { id: stage.item.id, media_ms: stage.mediaMs, page: stage.page },
      overlays: answer.overlays.map(({ item, state }) => [item.id, state]),
      next_ms: answer.nextAt === null ? null : answer.nextAt - STARTS_AT,
      soon: answer.soon.map(({ id }) => id),
    }).toEqual(moment);
  });
});
