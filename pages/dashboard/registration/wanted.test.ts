import { expect, test } from "vitest";
import type { Question } from "../../generated/api.ts";
import { consentsToSave, NEW_CONSENT, NEW_QUESTION, questionsToSave } from "./wanted.ts";

const asked = (changes: Partial<Question>): Question => ({ ...NEW_QUESTION, ...changes });

test("an id comes of the text, once each, and stays when the text changes", () => {
  const saved = questionsToSave(
    [
      asked({ id: "size", label: { en: "Company size?", nl: " " } }),
      asked({ label: { fr: "Taille de l’équipe" } }),
      asked({ label: { fr: "Taille de l’équipe !" } }),
      asked({ label: { en: "???" } }),
    ],
    "fr",
  );
  expect(saved.map(({ id }) => id)).toEqual([
    "size",
    "taille-de-l-equipe",
    "taille-de-l-equipe-2",
    "question",
  ]);
  expect(saved[0]?.label).toEqual({ en: "Company size?" });
});

test("an option's value is its text, and options are for the types that have them", () => {
  const options = [
    { value: "s", label: { en: "Small" } },
    { value: "", label: { en: "Large", fr: "Grande" } },
    { value: "", label: { fr: "Grande" } },
  ];
  const [chosen, typed] = questionsToSave(
    [asked({ type: "one_of", options }), asked({ type: "text", options })],
    "fr",
  );
  expect(chosen?.options?.map(({ value }) => value)).toEqual(["s", "Grande", "Grande-2"]);
  expect(typed?.options).toEqual([]);
});

test("a purpose that is named stays; another comes of the text", () => {
  const label = { en: "Write to me about news" };
  const saved = consentsToSave(
    [
      { ...NEW_CONSENT, purpose: "event", label },
      { ...NEW_CONSENT, label },
    ],
    "en",
  );
  expect(saved.map(({ purpose }) => purpose)).toEqual(["event", "write-to-me-about-news"]);
});
