// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { statusName } from "./status.ts";
import { speak } from "./testing.ts";
import { chooseLanguage, city, hasChosen, language, languages, t, textOf } from "./texts.ts";

afterEach(() => speak("en"));

describe("texts", () => {
  it("are in the language of the page", async () => {
    await speak("fr");
    expect(statusName("no_show")).toBe("Absent");
    expect(document.documentElement).toMatchObject({ lang: "fr", dir: "ltr" });
    await speak("nl");
    expect(statusName("attended_on_demand")).toBe("Teruggekeken");
  });

  it("are bracketed and longer in the pseudo language", async () => {
    await speak("en-XA");
    expect(statusName("invited")).toBe("[Îñvîîtééd]");
    expect(t("words-time-in-zone", { time: "15:00", zone: "Paris" })).toBe("[15:00 (Paris)]");
  });

  it("stay as they are when a language is not there", async () => {
    await speak("fr");
    await chooseLanguage("tlh");
    expect(language()).toBe("fr");
  });

  it("are in the language that was chosen, and the choice is kept", async () => {
    await chooseLanguage("nl");
    expect(language()).toBe("nl");
    expect(document.cookie).toBe("latecomer_language=nl");
    expect(hasChosen()).toBe(true);
  });

  it("know all languages, which texts there are, and the cities of zones", async () => {
    expect(languages()).toEqual(["en", "fr", "nl"]);
    expect(textOf("words-language")).toBe("Language");
    expect(textOf("words-nothing")).toBeNull();
    await speak("fr");
    expect(city("Europe/London")).toBe("Londres");
    expect(city("America/New_York")).toBe("New York");
  });
});
