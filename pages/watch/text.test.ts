import { afterEach, expect, test } from "vitest";
import { formatDuration } from "../i18n/format.ts";
import { speak } from "../i18n/testing.ts";
import { t } from "../i18n/texts.ts";
import { attendance, countdown, position, spokenCountdown } from "./text.ts";

afterEach(() => speak("en"));

test.each([
  [0, "00 minutes 00 seconds"],
  [1, "00 minutes 01 second"],
  [61_000, "01 minute 01 second"],
  [3_600_000, "01 hour 00 minutes 00 seconds"],
  [90_061_000, "01 day 01 hour 01 minute 01 second"],
  [-5_000, "00 minutes 00 seconds"],
])("a countdown of %i ms", (ms, expected) => {
  const text = countdown(ms).map(
    ({ unit, value }) =>
      `${String(value).padStart(2, "0")} ${t(`watch-countdown-${unit}`, { count: value })}`,
  );
  expect(text.join(" ")).toBe(expected);
});

test.each([
  [20_000, "The room opens in less than a minute."],
  [61_000, "The room opens in 2 minutes."],
  [3_600_000, "The room opens in 1 hour."],
  [2 * 86_400_000 + 3_660_000, "The room opens in 2 days, 1 hour, 1 minute."],
])("spoken, %i ms is %s", (ms, expected) => expect(spokenCountdown(ms)).toBe(expected));

test.each([
  [0, "0:00"],
  [65.9, "1:05"],
  [3_723, "1:02:03"],
])("position %d s is %s", (seconds, expected) => expect(position(seconds)).toBe(expected));

test.each([
  [0, "0 sec"],
  [59.9, "59 sec"],
  [60, "1 min"],
  [3_900, "1 h 5 min"],
])("an amount of %d s is %s", (seconds, expected) => expect(formatDuration(seconds)).toBe(expected));

test("only an attendance is worth telling", () => {
  expect(attendance("attended_on_demand")).toBe("Attended on demand");
  expect(attendance("attended")).toBe("You attended");
  expect(attendance("no_show")).toBe("");
});

test("a countdown is spoken in the language of the page", async () => {
  await speak("fr");
  expect(spokenCountdown(2 * 86_400_000 + 3_660_000).replaceAll("\u00a0", " ")).toBe(
    "La salle ouvre dans 2 jours, 1 heure et 1 minute.",
  );
  await speak("nl");
  expect(spokenCountdown(7_200_000)).toBe("De zaal gaat open over 2 uur.");
  expect(formatDuration(3_900)).toBe("1 u 5 min");
});
