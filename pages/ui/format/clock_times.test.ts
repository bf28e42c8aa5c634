import { afterEach, describe, expect, it, vi } from "vitest";
import { speak } from "../../i18n/testing.ts";
import { clockTyped, clockWritten } from "./clock_times.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  return speak("en");
});

describe("times of day", () => {
  it.each([
    ["18:30", "18:30"],
    ["18.30", "18:30"],
    ["18h30", "18:30"],
    ["18 h 30", "18:30"],
    ["18h", "18:00"],
    ["18 uur", "18:00"],
    ["1830", "18:30"],
    ["930", "09:30"],
    ["9", "09:00"],
    ["6:30 PM", "18:30"],
    ["6:30\u202fPM", "18:30"],
    ["6pm", "18:00"],
    ["12 am", "00:00"],
    ["12:15 p.m.", "12:15"],
    ["00:00", "00:00"],
  ])("%s is %s", (text, time) => {
    expect(clockTyped(text)).toBe(time);
  });

  it.each(["", "24:00", "18:60", "noon", "13 pm", "0 am", "18:3", "18:30:10", "-1", "99999"])(
    "%j is none",
    (text) => {
      expect(clockTyped(text)).toBeNull();
    },
  );

  it("are written by the clock of the page, and read again", async () => {
    for (const [languages, tag, shown] of [
      [["en-US"], "en", /^6:30\sPM$/],
      [["en-GB"], "en", /^18:30$/],
      [["en-US"], "fr", /^18:30$/],
      [["fr-CA"], "fr", /^18 h 30$/],
      [["nl"], "nl", /^18:30$/],
    ] as const) {
      vi.stubGlobal("navigator", { languages });
      await speak(tag);
      expect(clockWritten("18:30")).toMatch(shown);
      expect(clockTyped(clockWritten("18:30"))).toBe("18:30");
    }
    expect(clockWritten("18:3")).toBe("18:3");
  });
});
