import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatClock, formatList, formatMoment, formatNumber, formatZone } from "./format.ts";
import { speak } from "./testing.ts";

// The same table is held against the server: tests/i18n/test_format.py.
const moments: [language: string, at: string, zone: string, text: string][] = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../../tests/i18n/moments.json"), "utf8"),
);

const read = (languages: string[]) => vi.stubGlobal("navigator", { languages });

beforeEach(() => read(["en-GB", "fr", "nl"]));
afterEach(() => {
  vi.unstubAllGlobals();
  return speak("en");
});

describe("times", () => {
  it.each(moments)("name their zone: %s %s %s", async (language, at, zone, text) => {
    await speak(language);
    expect(formatMoment(new Date(at), zone)).toBe(text);
  });

  it("are written as in the reader's region", async () => {
    read(["fr-CA", "en-US"]);
    await speak("en");
    expect(formatClock(new Date("2026-11-28T14:05:00Z"), "America/New_York")).toMatch(
      /^9:05\sAM \(New York, UTC−5\)$/,
    );
    await speak("fr");
    expect(formatClock(new Date("2026-11-28T14:05:00Z"), "America/Toronto")).toBe("09 h 05 (Toronto, UTC−5)");
  });

  it("fall back to UTC by name in a zone that this browser does not know", () => {
    expect(formatZone(new Date(0), "Mars/Olympus")).toBe("UTC");
    expect(["Factory", "localtime", "posixrules"].map((zone) => formatZone(new Date(0), zone))).toEqual(
      Array(3).fill("UTC"),
    );
    expect(formatClock(new Date(0), "")).toMatch(/^\d\d:\d\d \(/);
  });
});

describe("numbers and lists", () => {
  it("are written as the language does", async () => {
    await speak("fr");
    expect(formatNumber(1234567.5)).toBe("1\u202f234\u202f567,5");
    expect(formatList(["a", "b", "c"])).toBe("a, b et c");
    await speak("nl");
    expect(formatNumber(1234567.5)).toBe("1.234.567,5");
    expect(formatNumber(0.25, { style: "percent" })).toBe("25%");
  });
});
