import { describe, expect, test } from "vitest";
import type { Provider } from "../../generated/api.ts";
import { nothingToAsk, onlyPushes, troubleWords } from "./provider_words.ts";

const zoom = { connection_id: "z", name: "Zoom", last_code: "pulled", last_message: "12 people" } as Provider;

describe("a provider", () => {
  test("is in trouble with anything but a pull that came to its end", () => {
    expect(troubleWords(zoom)).toBeNull();
    expect(troubleWords({ ...zoom, last_code: null, last_message: null })).toBeNull();
    expect(troubleWords({ ...zoom, last_code: "rate_limited", last_message: "Zoom wants us to wait." })).toBe(
      "Zoom wants us to wait.",
    );
    expect(troubleWords({ ...zoom, last_code: "rate_limited", last_message: "" })).toBe("Rate limited");
  });

  test("without credentials is in no trouble", () => {
    const quiet = { ...zoom, last_code: "no_credentials", last_message: "There are none." };
    expect([troubleWords(quiet), onlyPushes(quiet), onlyPushes(zoom)]).toEqual([null, true, false]);
  });

  test("that cannot be asked is named with the reason", () => {
    const asked = { connection_id: "z", state: "asked", code: null } as const;
    expect(nothingToAsk([asked], [zoom])).toBe("");
    const not = { connection_id: "z", state: "nothing_to_ask", code: "no_credentials" } as const;
    expect(nothingToAsk([asked, not], [zoom])).toBe(
      "Zoom has no credentials for being asked: change its secrets.",
    );
    expect(nothingToAsk([{ ...not, connection_id: "?", code: "odd" }], [zoom])).toBe(
      "A connection cannot be asked (odd).",
    );
  });
});
