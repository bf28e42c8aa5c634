import { afterEach, describe, expect, it } from "vitest";
import { speak } from "../../i18n/testing.ts";
import { isLength, lengthTyped, readLength, UNITS, type Unit, writeLength } from "./lengths.ts";

afterEach(() => speak("en"));

const typed = (text: string, chosen: Unit = "days") => writeLength(lengthTyped(text, chosen, UNITS));

describe("lengths of time", () => {
  it.each([
    ["en", "2 hours", "2 hours"],
    ["en", "1 week", "1 weeks"],
    ["en", "3d", "3 days"],
    ["fr", "2 jours", "2 days"],
    ["fr", "1 jour", "1 days"],
    ["fr", "2 j", "2 days"],
    ["fr", "3 semaines", "3 weeks"],
    ["fr", "2 mois", "2 months"],
    ["fr", "2 hours", "2 hours"],
    ["nl", "2 uur", "2 hours"],
    ["nl", "10 minuten", "10 minutes"],
    ["nl", "1 dag", "1 days"],
    ["nl", "2 weken", "2 weeks"],
    ["nl", "4 maanden", "4 months"],
  ])("in %s, %s is %s", async (language, text, wire) => {
    await speak(language);
    expect(typed(text)).toBe(wire);
  });

  it("keep the chosen unit of a number alone", () => {
    expect(typed("5", "weeks")).toBe("5 weeks");
  });

  it("leave what is no length as it was typed", () => {
    for (const text of ["abc", "2 fortnights", "2.5 days", "-3 days", ""]) {
      const length = lengthTyped(text, "days", UNITS);
      expect(length.amount).toBe(text);
      expect(isLength(length)).toBe(false);
    }
    expect(isLength(readLength("0 days"))).toBe(false);
    expect(isLength(readLength("99999 days"))).toBe(false);
  });

  it("are read as the API writes them", () => {
    expect(readLength("1 month")).toEqual({ amount: "1", unit: "months" });
    expect(readLength("abc days")).toEqual({ amount: "abc", unit: "days" });
  });
});
