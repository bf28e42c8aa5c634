import { describe, expect, test } from "vitest";
import { activityWords } from "./activity_words.ts";
import { dayBars, daySummary } from "./days.ts";
import { RECENT_MS, remember, stepPath } from "./recent.ts";
import { coverageWords, retentionFacts, retentionSentence } from "./retention_words.ts";
import { ceiling } from "./scale.ts";

test("the average coverage is that of those who saw the most-watched second", () => {
  expect(coverageWords({ step_s: 1, counts: [4, 4, 2, 2] })).toMatch(/75\s?%/);
  expect(coverageWords({ step_s: 1, counts: [0, 0] })).toBeNull();
});

describe("ceiling", () => {
  test.each([
    [0, 2],
    [2, 2],
    [3, 4],
    [10, 10],
    [11, 12],
    [62, 70],
    [101, 120],
    [999, 1000],
    [1001, 1200],
  ])("over %i stands %i", (highest, top) => {
    expect(ceiling(highest)).toBe(top);
  });

  test("is never below, and its half is whole", () => {
    for (let highest = 0; highest <= 5000; highest += 1) {
      expect(ceiling(highest)).toBeGreaterThanOrEqual(highest);
      expect(ceiling(highest) % 2).toBe(0);
    }
  });
});

describe("days", () => {
  const days = [
    { date: "2026-03-04", visitors: 3 },
    { date: "2026-03-05", visitors: 5 },
    { date: "2026-03-06", visitors: 1 },
  ];

  test("the whole window has bars, those to come without a number", () => {
    const bars = dayBars(days);
    expect(bars).toHaveLength(31);
    expect(bars[2]).toMatchObject({ title: "Fri 6 Mar: 1 visitor", tone: "accent" });
    expect(bars[3]).toMatchObject({ key: "2026-03-07", tone: "absent", value: 0 });
    expect(bars.at(-1)?.key).toBe("2026-04-03");
  });

  test("the latest day has its label, and no other is near enough to be taken for it", () => {
    const labels = (n: number) =>
      dayBars(days.slice(0, n)).flatMap(({ label }, index) => (label ? [[index, label]] : []));
    expect(labels(1)[0]).toEqual([0, "4 Mar"]);
    expect(labels(2)).toEqual([
      [1, "5 Mar"],
      [7, "11 Mar"],
      [14, "18 Mar"],
      [21, "25 Mar"],
      [28, "1 Apr"],
    ]);
  });

  test("in one sentence", () => {
    const nobody = days.map((day) => ({ ...day, visitors: 0 }));
    expect(daySummary([], false)).toBe("No day has passed yet.");
    expect(daySummary(nobody, false)).toBe("Nobody has watched on demand yet.");
    expect(daySummary(days.slice(0, 2), false)).toBe("5 visitors today, the most so far.");
    expect(daySummary(days, false)).toBe("1 visitor today; the most were 5 visitors on Thu 5 Mar.");
  });

  test("in one sentence, after the window", () => {
    const nobody = days.map((day) => ({ ...day, visitors: 0 }));
    expect(daySummary(nobody, true)).toBe("Nobody watched on demand.");
    expect(daySummary(days, true)).toBe("The most were 5 visitors on Thu 5 Mar.");
    expect(daySummary(days.slice(0, 2), true)).toBe("The most were 5 visitors on Thu 5 Mar.");
  });
});

describe("retention", () => {
  test("says where most watched", () => {
    const facts = retentionFacts({ step_s: 2, counts: [3, 9, 5, 4] });
    expect(facts).toEqual({ most: 9, mostAt_s: 2, half: 9, end: 4 });
    expect(facts && retentionSentence(facts)).toBe(
      "Most seen at 0:02 by 9 members; half-way 9, at the end 4.",
    );
  });

  test("is nothing while nobody watched", () => {
    expect(retentionFacts({ step_s: 1, counts: [] })).toBeNull();
    expect(retentionFacts({ step_s: 1, counts: [0, 0] })).toBeNull();
  });
});

describe("the last minutes", () => {
  test("keeps changes, and what still held at the edge", () => {
    let moments = remember([], { at: 0, value: 1 });
    moments = remember(moments, { at: 10, value: 1 });
    expect(moments).toHaveLength(1);
    moments = remember(moments, { at: 1000, value: 2 });
    moments = remember(moments, { at: RECENT_MS + 2000, value: 3 });
    expect(moments.map((moment) => moment.value)).toEqual([2, 3]);
  });

  test("is drawn in steps", () => {
    const moments = [
      { at: 0, value: 1 },
      { at: 10_000, value: 2 },
    ];
    expect(stepPath(moments, 20_000, 100, 10)).toBe("M0 5H50V0H100");
    expect(stepPath([], 20_000, 100, 10)).toBe("");
  });
});

test.each([
  [
    { kind: "flip", name: "Ada", status: "attended_on_demand", previous: "no_show" },
    "Ada: No-Show → Attended On-Demand",
  ],
  [{ kind: "flip", name: "Ada", status: "registered" }, "Ada: Became Registered"],
  [{ kind: "join", name: "Ada" }, "Ada: Joined"],
  [{ kind: "join", name: "" }, "An erased member: Joined"],
  [{ kind: "vendor", name: "Ada", status: "attended" }, "Ada: Told by a provider: Attended"],
  [{ kind: "something_new", name: "Ada" }, "Ada: Something happened"],
])("%j", (item, text) => {
  const words = activityWords({ at: "2026-03-04T17:00:00.000Z", member_id: "m1", ...item } as never);
  expect(`${words.who}: ${words.what}`).toBe(text);
});
