import { describe, expect, test } from "vitest";
import type { Entry, Imported } from "../../generated/api.ts";
import { STATUSES } from "../../generated/api.ts";
import { engagementReason } from "./engagement.ts";
import { filtersOf, placeOf, withFilters, withMember, withPlace } from "./filters.ts";
import { report, unfit } from "./import_report.ts";
import { memberName } from "./names.ts";
import { segmentWords } from "./segment_words.ts";
import { gaps, place, sittings } from "./sittings.ts";
import { STATUS_ORDER } from "./statuses.ts";
import { timelineWords } from "./timeline_words.ts";

describe("an import's report", () => {
  const row = (line: number, outcome: Imported["outcome"], code?: string): Imported => ({
    line,
    email: `m${line}@example.com`,
    outcome,
    ...(code && { code }),
  });

  test("puts the rows that need a look first, each with its reason in words", () => {
    const results = [row(2, "created"), row(3, "skipped", "duplicate"), row(4, "skipped", "invalid_email")];
    const { rows, ...counts } = report({ results, created: 1, updated: 0, skipped: 2 });
    expect(counts).toEqual({ created: 1, updated: 0, skipped: 2 });
    expect(rows.map(({ line, attention, why }) => [line, attention, why])).toEqual([
      [4, true, "Not an email address"],
      [2, false, ""],
      [3, false, "Listed twice in this file; the first one counts"],
    ]);
  });

  test("says a code it does not know in its own words", () => {
    const { rows } = report({
      results: [row(2, "skipped", "too_late_now")],
      created: 0,
      updated: 0,
      skipped: 1,
    });
    expect(rows[0]?.why).toBe("Not taken over (too_late_now)");
  });

  test("a row that got no seat was created and still needs a look", () => {
    const { rows } = report({
      results: [row(2, "created", "waitlisted")],
      created: 1,
      updated: 0,
      skipped: 0,
    });
    expect(rows[0]).toMatchObject({ attention: true, outcome: "created" });
  });

  test.each([
    [{ name: "members.csv", size: 100 }, null],
    [{ name: "members.csv", size: 0 }, "This file is empty."],
    [{ name: "members.csv", size: 6_000_000 }, "This file is larger than 5 MB. Split it into several."],
    [{ name: "members.xlsx", size: 100 }, "Save it as CSV first."],
  ])("%j", (file, why) => {
    expect(unfit(file)).toBe(why);
  });
});

describe("filters in the address", () => {
  test("there and back, and beside what else is there", () => {
    const url = withFilters("/webinars/w1/members?member=m1", {
      q: "a&b",
      statuses: ["no_show", "attended"],
      levels: ["high"],
    });
    expect(url).toBe("/webinars/w1/members?member=m1&q=a%26b&status=no_show,attended&engagement=high");
    const query = Object.fromEntries(new URLSearchParams(url.split("?")[1]));
    expect(filtersOf(query)).toEqual({ q: "a&b", statuses: ["no_show", "attended"], levels: ["high"] });
    expect(withMember(url, null)).toBe(
      "/webinars/w1/members?q=a%26b&status=no_show,attended&engagement=high",
    );
  });

  test("statuses that are none are left out", () => {
    expect(filtersOf({ status: "no_show,asleep,", engagement: "medium" })).toEqual({
      q: "",
      statuses: ["no_show"],
      levels: [],
    });
  });
});

describe("sittings", () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 17, minute)).toISOString();

  test("gathers stretches that are near, newest sitting first", () => {
    const found = sittings(
      { watched_s: 60, intervals: [[at(0), at(1)]] },
      {
        watched_s: 240,
        intervals: [
          [at(60), at(62)],
          [at(65), at(66)],
          [at(90), at(91)],
        ],
      },
    );
    expect(found.map(({ mode, watched_s, stretches }) => [mode, watched_s, stretches.length])).toEqual([
      ["on_demand", 60, 1],
      ["on_demand", 180, 2],
      ["live", 60, 1],
    ]);
  });

  test("places a range on its strip", () => {
    expect(place(25, 75, 0, 100)).toEqual({ left: "25.000%", width: "50.000%" });
    expect(place(5, 5, 5, 5)).toEqual({ left: "0.000%", width: "0.000%" });
  });

  test("finds what was not seen", () => {
    expect(
      gaps(
        [
          [0, 10],
          [20, 30],
        ],
        40,
      ),
    ).toEqual([
      [10, 20],
      [30, 40],
    ]);
    expect(gaps([[0, 40]], 40)).toEqual([]);
    expect(gaps([], 40)).toEqual([[0, 40]]);
  });
});

describe("words", () => {
  test("a dropped segment on the clock of its player", () => {
    const anchor = Date.parse("2026-03-04T17:00:00Z");
    expect(segmentWords([1000, 11_000, 30, 31], anchor, "UTC")).toBe(
      "17:00:01–17:00:11 (10.0 s), 0:30–0:31 of the recording",
    );
    expect(segmentWords([1000, 11_000, 30, 31], null, "UTC")).toBe(
      "10.0 s on the clock, 0:30–0:31 of the recording",
    );
  });

  test.each([[["x", 1, 2, 3]], [[1, 2, 3]], [[1, 9e15, 0, 1]], [[]]])(
    "whatever else was sent, as it is: %j",
    (segment) => {
      expect(segmentWords(segment, 0, "UTC")).toBe(JSON.stringify(segment));
    },
  );

  test.each([
    [
      { kind: "status", from_status: "no_show", to_status: "attended_on_demand" },
      "No-Show → Attended On-Demand",
    ],
    [{ kind: "status", from_status: null, to_status: "registered" }, "Became Registered"],
    [{ kind: "fact", fact: "view" }, "Watched long enough on demand for a view"],
    [{ kind: "fact", fact: "rejected" }, "Reported as Rejected"],
    [{ kind: "fact", fact: "something_new" }, "Something else (something_new)"],
    [{ kind: "finish" }, "The event was finished"],
  ])("%j", (item, what) => {
    expect(timelineWords({ at: "2026-03-04T17:00:00.000Z", ...item } as Entry).what).toBe(what);
  });

  test("what a member is called", () => {
    const id = "00000000-0000-0000-0000-0000000000ff";
    const unnamed = { id, first_name: null, last_name: null };
    expect(memberName({ ...unnamed, first_name: "Ada", email: "ada@example.com" })).toBe("Ada");
    expect(memberName({ ...unnamed, email: "ada@example.com" })).toBe("ada@example.com");
    expect(memberName({ ...unnamed, email: null })).toBe("Erased person");
    expect(memberName({ id })).toBe("Member 255");
  });
});

test("the order of the statuses holds each of them once", () => {
  expect([...STATUS_ORDER].sort()).toEqual([...STATUSES].sort());
});

test("the page of the list is in the address, and other filters begin at the first", () => {
  const second = withPlace("/webinars/1/members?q=ada", { number: 2, after: "abc" });
  expect(second).toBe("/webinars/1/members?q=ada&page=2&after=abc");
  expect(placeOf({ page: "2", after: "abc" })).toEqual({ number: 2, after: "abc" });
  expect(placeOf({ page: "two", after: "abc" })).toEqual({ number: 1, after: undefined });
  expect(withFilters(second, { q: "bo", statuses: [], levels: [] })).toBe("/webinars/1/members?q=bo");
  expect(withPlace(second, { number: 1, after: undefined })).toBe("/webinars/1/members?q=ada");
});

describe("the reason of a level of engagement", () => {
  const nothing = { choices: 0, answers: 0, files: 0, clicks: 0 };

  test("says what was offered, and what was done of it", () => {
    const offered = { choices: 3, answers: 4, files: 1, clicks: 0, chat: false, questions: true };
    const took_part = { choices: 2, answers: 2, files: 1, clicks: 0, lines: 0, questions: 1 };
    const words = engagementReason({
      level: "moderate",
      share: 82,
      by_time_alone: false,
      offered,
      took_part,
    });
    expect(words).toBe("82 % of the event · 2 of 3 poll questions · 1 file · 1 question");
  });

  test("says that time alone decided", () => {
    const offered = { ...nothing, chat: false, questions: false };
    const took_part = { ...nothing, lines: 0, questions: 0 };
    const words = engagementReason({ level: "low", share: 9, by_time_alone: true, offered, took_part });
    expect(words).toBe("9 % of the event · by time alone, the room offered nothing to do");
  });

  test("is empty without a level", () => {
    expect(engagementReason({ level: null })).toBe("");
  });
});
