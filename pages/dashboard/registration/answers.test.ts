import { expect, test } from "vitest";
import type { Answer, Question } from "../../generated/api.ts";
import { answerText, questionText } from "./answers.ts";

const QUESTIONS: Question[] = [
  {
    id: "topic",
    type: "some_of",
    label: { fr: "Sujet", en: "Topic" },
    options: [
      { value: "replay", label: { en: "The recording", fr: "L’enregistrement" } },
      { value: "live", label: { en: "The event" } },
    ],
  },
];

function answer(type: Answer["type"], value: unknown, id = "topic"): Answer {
  return { id, type, value, question: "Onderwerp" } as Answer;
}

test("a question is asked as the form asks it now, and one that is gone as it was asked", () => {
  expect(questionText(answer("some_of", []), QUESTIONS)).toBe("Topic");
  expect(questionText(answer("text", "x", "gone"), QUESTIONS)).toBe("Onderwerp");
});

test.each([
  ["some_of", ["replay", "live", "vanished"], "The recording, The event, vanished"],
  ["one_of", "replay", "The recording"],
  ["yes_no", true, "Yes"],
  ["yes_no", false, "No"],
  ["country", "NL", "Netherlands"],
  ["country", "not one", "not one"],
  ["number", 1234.5, "1,234.5"],
  ["date", "2026-03-04", "4 Mar 2026"],
  ["date", "soon", "soon"],
  ["long_text", "As written,\ntwo lines", "As written,\ntwo lines"],
] as const)("an answer of type %s", (type, value, text) => {
  expect(answerText(answer(type, value), QUESTIONS)).toBe(text);
});
