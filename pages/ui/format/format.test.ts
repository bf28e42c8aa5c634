import { describe, expect, test } from "vitest";
import { count, decimal, duration, exactDuration, parseDuration, percent, timeCode } from "./numbers.ts";
import { addDays, ago, day, preciseClock, span } from "./times.ts";
import { fromWall, toWall, zoneCalled, zones } from "./zones.ts";

describe("numbers", () => {
  test.each([
    [0, "0s"],
    [3, "3s"],
    [59.96, "59.9s"],
    [60, "1m 00s"],
    [60.001, "1m 00s"],
    [742.4, "12m 22s"],
    [3725, "1h 02m"],
  ])("%d s is %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  test.each([
    [0, "0s"],
    [0.5, "0.500s"],
    [60, "1m 00s"],
    [60.001, "1m 00.001s"],
    [3725.25, "1h 02m 05.250s"],
  ])("%d s is exactly %s", (seconds, text) => {
    expect(exactDuration(seconds)).toBe(text);
  });

  test.each([
    [0, "0:00"],
    [75.9, "1:15"],
    [3675, "1:01:15"],
  ])("second %d is %s", (seconds, text) => {
    expect(timeCode(seconds)).toBe(text);
  });

  test.each([
    ["90", 90],
    ["1:30", 90],
    ["1:01:30", 3690],
    ["2:00.5", 120.5],
    ["", null],
    ["1:2:3:4", null],
    ["-3", null],
    ["1h", null],
  ])("%j typed is %j seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test("a share that is there is neither none nor all", () => {
    expect(percent(0, 0)).toBe("0%");
    expect(percent(1, 1000)).toBe("< 1%");
    expect(percent(999, 1000)).toBe("99%");
    expect(percent(1000, 1000)).toBe("100%");
  });

  test("counts and averages", () => {
    expect(count(1234)).toBe("1,234");
    expect(decimal(0)).toBe("0.0");
  });
});

describe("times", () => {
  test("an event that ends on its day names the day once", () => {
    expect(span("2026-03-04T17:00:00.000Z", "2026-03-04T18:00:00.000Z", "Europe/Berlin")).toBe(
      "Wed 4 Mar 2026, 18:00 – 19:00 (Berlin, UTC+1)",
    );
    expect(span("2026-03-04T22:30:00.000Z", "2026-03-04T23:30:00.000Z", "Europe/Berlin")).toBe(
      "Wed 4 Mar 2026, 23:30 – Thu 5 Mar 2026, 00:30 (Berlin, UTC+1)",
    );
  });

  test("to the millisecond", () => {
    expect(preciseClock("2026-03-04T17:00:05.007Z", "UTC")).toBe("17:00:05.007");
  });

  test.each([
    [0, "now"],
    [12_000, "12 sec ago"],
    [180_000, "3 min ago"],
    [7_200_000, "2 hr ago"],
    [432_000_000, "5 days ago"],
  ])("%i ms before", (before, text) => {
    const now = Date.parse("2026-03-04T17:00:00Z");
    expect(ago(new Date(now - before).toISOString(), now)).toBe(text);
  });

  test("local days", () => {
    expect(day("2026-03-04")).toBe("4 Mar");
    expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
  });
});

describe("zones", () => {
  test.each([
    ["2026-03-04T18:00", "Europe/Berlin", "2026-03-04T17:00:00.000Z"],
    ["2026-07-04T18:00", "Europe/Berlin", "2026-07-04T16:00:00.000Z"],
    ["2026-07-04T18:00", "Asia/Kolkata", "2026-07-04T12:30:00.000Z"],
    ["2026-07-04T18:00", "UTC", "2026-07-04T18:00:00.000Z"],
    // The hour that the clock skips, and the one that it repeats.
    ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ])("%s in %s is %s", (wall, zone, instant) => {
    expect(fromWall(wall, zone)).toBe(instant);
  });

  test("there and back", () => {
    const instant = Date.parse("2026-11-01T12:45:00Z");
    for (const zone of ["America/New_York", "Pacific/Auckland", "Asia/Kathmandu"]) {
      expect(fromWall(toWall(instant, zone), zone)).toBe(new Date(instant).toISOString());
    }
  });

  test("no time is none", () => {
    expect(fromWall("", "UTC")).toBeNull();
  });
});

test("a zone is found by its name, however it is written, and by its city", () => {
  const offers = [
    ["Europe/Paris", "Paris, UTC+1"],
    ["America/New_York", "New York, UTC−5"],
    ["America/Indiana/Vincennes", "Vincennes, UTC−5"],
    ["Europe/Kyiv", "Kyiv, UTC+2"],
    ["America/Argentina/Buenos_Aires", "Buenos Aires, UTC−3"],
  ] as const;
  expect(zoneCalled("europe/paris", offers)).toBe("Europe/Paris");
  expect(zoneCalled("America/New York", offers)).toBe("America/New_York");
  expect(zoneCalled("new york", offers)).toBe("America/New_York");
  expect(zoneCalled("europe/kiev", offers)).toBe("Europe/Kyiv");
  expect(zoneCalled("America/Buenos Aires", offers)).toBe("America/Argentina/Buenos_Aires");
  expect(zoneCalled("london", [["Europe/London", "Londres, UTC"]])).toBe("Europe/London");
  expect(zoneCalled("Sao Paulo", [["America/Sao_Paulo", "São Paulo, UTC−3"]])).toBe("America/Sao_Paulo");
  expect(zoneCalled("Atlantis", offers)).toBe(null);
});

test("zones are offered by their current names, each once", () => {
  const offered = zones();
  expect(offered).toEqual([...new Set(offered)]);
  expect(offered).toEqual(expect.arrayContaining(["Europe/Kyiv", "Asia/Kolkata", "America/Nuuk", "UTC"]));
  expect(offered.filter((zone) => /Kiev|Calcutta|Godthab|Saigon|Rangoon|Factory/.test(zone))).toEqual([]);
});

test("a zone that the browser does not know is read as UTC, and blanks nothing", () => {
  expect(toWall(Date.parse("2026-03-04T17:00:00Z"), "Mars/Olympus")).toBe("2026-03-04T17:00");
  expect(fromWall("2026-03-04T17:00", "Mars/Olympus")).toBe("2026-03-04T17:00:00.000Z");
});
