/** The questions and consents of a form while they are edited, and as they are saved. Pure. */

import type { Consent, Option, Question } from "../../generated/api.ts";

/** Texts by language; empty ones while they are edited. */
export type Labels = Readonly<Record<string, string>>;

const NAME_MAX = 40;
const VALUE_MAX = 500;

/** A question that was just added: its id comes of its text when it is saved. */
export const NEW_QUESTION: Question = { id: "", type: "text", label: {}, required: false };
/** A consent that was just added: its purpose comes of its text when it is saved. */
export const NEW_CONSENT: Consent = { purpose: "", label: {}, required: false };

/** Return true for the types that list what may be answered. */
export function hasOptions({ type }: Question): boolean {
  return type === "one_of" || type === "some_of";
}

/** Questions as they are saved: empty texts left out, ids and values made of texts, and never changed after that. */
export function questionsToSave(questions: readonly Question[], language: string): Question[] {
  const taken = new Set(questions.map(({ id }) => id));
  return questions.map((question) => ({
    ...question,
    id: question.id || fresh(nameOf(first(question.label, language)) || "question", taken),
    label: written(question.label),
    options: hasOptions(question) ? optionsToSave(question.options ?? [], language) : [],
  }));
}

/** Consents as they are saved. */
export function consentsToSave(consents: readonly Consent[], language: string): Consent[] {
  const taken = new Set(consents.map(({ purpose }) => purpose));
  return consents.map((consent) => ({
    ...consent,
    purpose: consent.purpose || fresh(nameOf(first(consent.label, language)) || "consent", taken),
    label: written(consent.label),
  }));
}

function optionsToSave(options: readonly Option[], language: string): Option[] {
  const taken = new Set(options.map(({ value }) => value));
  return options.map(({ value, label }) => ({
    value: value || fresh(first(label, language).slice(0, VALUE_MAX - 4) || "–", taken),
    label: written(label),
  }));
}

/** The lines of a text that have something on them. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The texts that were written. */
function written(label: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(label).filter(([, text]) => text.trim() !== ""));
}

/** The text in a language, else in any that has one. */
function first(label: Labels, language: string): string {
  const texts = written(label);
  return (texts[language] ?? Object.values(texts)[0] ?? "").trim();
}

/** A text as an id: `Company size?` → `company-size`. */
function nameOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, NAME_MAX - 4)
    .replace(/^-|-$/g, "");
}

/** A name that nobody has, and now is taken. */
function fresh(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}
