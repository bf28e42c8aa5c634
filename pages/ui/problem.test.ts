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
    expect(message).toMatch(/^Your key lacks the scope admin\./);
    expect(fields.word).toBe("this is not …");
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

  it.each([
    ["en", "Reason: At most 500 characters or entries are allowed."],
    ["fr", "Motif\u00a0: 500 caractères ou entrées au plus."],
    ["nl", "Reden: Hooguit 500 tekens of regels zijn toegestaan."],
  ])("names the field and the rule in %s, never a pointer", async (tag, sentence) => {
    await speak(tag);
    const { message, fields } = problemFrom(422, {
      code: "wrong_length",
      detail: "/reason: the length must be <= 500",
      errors: [
        {
          field: "/reason",
          code: "wrong_length",
          message: "the length must be <= 500",
          values: { most: 500 },
        },
      ],
    });
    expect(message).toBe(sentence);
    expect(sentence).toContain(fields.reason);
  });

  it("is the code's text where the values are none that a text names", async () => {
    await speak("nl");
    const { fields } = problemFrom(403, REFUSED);
    expect(fields.word).toBe("Dit is niet geschreven zoals het veld het vraagt.");
    expect(fields.new).not.toContain("{");
  });
});
