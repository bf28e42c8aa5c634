import { afterEach, describe, expect, it } from "vitest";
import { speak } from "../i18n/testing.ts";
import { problemFrom } from "./problem.ts";

const REFUSED = {
  code: "missing_scope",
  detail: "Your key lacks the scope admin.",
  values: { scope: "admin" },
  errors: [
    { field: "/limit", code: "invalid_limit", message: "A limit is …", values: { most: 10_000_000 } },
    { field: "/url", code: "invalid_format", message: "write …", values: { like: "https://example.com/a" } },
    { field: "/word", code: "invalid_format", message: "this is not …", values: {} },
    { field: "/new", code: "wrong_length", message: "…", values: { unheard_of: 3 } },
  ],
};

describe("a refusal", () => {
  afterEach(() => speak("en"));

  it("is the server's own sentence in English", () => {
    const { message, fields } = problemFrom(403, REFUSED);
    expect(message).toBe("Your key lacks the scope admin.");
    expect(fields.limit).toBe("A limit is …");
  });

  it.each([
    ["fr", "«\u00a0admin\u00a0»", /de 1 à 10[^\d]000[^\d]000/, "comme https://example.com/a"],
    ["nl", "‘admin’", /van 1 tot 10\.000\.000/, "zoals https://example.com/a"],
  ])("keeps its values in %s", async (tag, scope, limit, like) => {
    await speak(tag);
    const { message, fields } = problemFrom(403, REFUSED);
    expect(message).toContain(scope);
    expect(fields.limit).toMatch(limit);
    expect(fields.url).toContain(like);
  });

  it("is the code's text where the values are none that a text names", async () => {
    await speak("nl");
    const { fields } = problemFrom(403, REFUSED);
    expect(fields.word).toBe("Dit is niet geschreven zoals het veld het vraagt.");
    expect(fields.new).not.toContain("{");
  });
});
