/** Answers as a reader reads them: in the reader's language, where the form still has the question. Pure. */

import type { Answer, Question } from "../../generated/api.ts";
import { formatNumber } from "../../i18n/format.ts";
import { language, locale, t } from "../../i18n/texts.ts";
import type { Labels } from "./wanted.ts";

/** The question of an answer; one that the form has no more, as it was asked. */
export function questionText(answer: Answer, questions: readonly Question[]): string {
  const asked = questions.find(({ id }) => id === answer.id);
  return (asked && inLanguage(asked.label)) || answer.question;
}

/** An answer: the labels of what was chosen, yes or no, the name of a country; anything else as it was written. */
export function answerText(answer: Answer, questions: readonly Question[]): string {
  const options = questions.find(({ id }) => id === answer.id)?.options ?? [];
  const chosen = (value: string) =>
    inLanguage(options.find((option) => option.value === value)?.label ?? {}) || value;
  const { type, value } = answer;
  if (type === "yes_no") return t(value === true ? "registration-answer-yes" : "registration-answer-no");
  if (Array.isArray(value)) return value.map((each) => chosen(String(each))).join(", ");
  if (type === "one_of") return chosen(String(value));
  if (type === "country") return countryName(String(value));
  if (type === "date") return dayText(String(value));
  return typeof value === "number" ? formatNumber(value) : String(value);
}

/** A day of the calendar, which has no time zone. */
function dayText(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([locale()], { type: "region" }).of(code) ?? code;
  } catch {
    return code; // one that this browser cannot read
  }
}

/** The label in the reader's language, else in English, else in any. */
function inLanguage(labels: Labels): string {
  return labels[language()] || labels.en || Object.values(labels)[0] || "";
}
