/** The parts of a condition: its operators, and the form of value for each of them. */
import type { Op } from "../../generated/api.ts";
import type { Json } from "./tree.ts";

export type Kind = "text" | "number" | "date" | "day" | "measure" | "count" | "boolean";

export const TYPES = ["text", "number", "date", "boolean"] as const;

const TEXT: readonly Op[] = [
  "is",
  "is_not",
  "starts_with",
  "not_starts_with",
  "contains",
  "not_contains",
  "is_empty",
  "is_not_empty",
];
const COUNT: readonly Op[] = ["is", "is_not", "between", "greater_than", "less_than", "at_least", "at_most"];
const NUMBER: readonly Op[] = [...COUNT, "is_empty", "is_not_empty"];
const DATE: readonly Op[] = [
  "in_past",
  "in_past_before",
  "in_future",
  "in_future_after",
  "in_time_frame",
  "is",
  "is_not",
  "between",
  "after",
  "before",
  "on_or_after",
  "on_or_before",
  "is_empty",
  "is_not_empty",
];

export const OPERATORS: Readonly<Record<Kind, readonly Op[]>> = {
  text: TEXT,
  number: NUMBER,
  measure: NUMBER,
  count: COUNT,
  date: DATE,
  day: DATE,
  boolean: ["is", "is_not", "is_empty", "is_not_empty"],
};

const NEGATIVE: ReadonlySet<Op> = new Set<Op>(["is_not", "not_starts_with", "not_contains", "is_empty"]);

/** The operators that a kind takes; with several webinars only those that say what a row has, not what it lacks. */
export function operators(kind: Kind, many = false): readonly Op[] {
  return many && kind !== "count" ? OPERATORS[kind].filter((op) => !NEGATIVE.has(op)) : OPERATORS[kind];
}

export type Form =
  | "none"
  | "text"
  | "number"
  | "two_numbers"
  | "day"
  | "two_days"
  | "length"
  | "frame"
  | "boolean";

/** The form of a condition's value. */
export function formOf(kind: Kind, op: Op): Form {
  if (op === "is_empty" || op === "is_not_empty") return "none";
  if (kind === "text" || kind === "boolean") return kind;
  if (kind === "date" || kind === "day") {
    if (op === "in_time_frame") return "frame";
    if (op.startsWith("in_")) return "length";
    return op === "between" ? "two_days" : "day";
  }
  return op === "between" ? "two_numbers" : "number";
}

/** A first value of this form. `today` is a local day. */
export function firstValue(form: Form, today: string): unknown {
  switch (form) {
    case "none":
      return undefined;
    case "text":
      return "";
    case "number":
      return 10;
    case "two_numbers":
      return [10, 20];
    case "day":
      return today;
    case "two_days":
      return [today, today];
    case "length":
      return "7 days";
    case "frame":
      return "last_7_days";
    case "boolean":
      return true;
  }
}

/** The condition with another operator: its value stays where the form is the same. */
export function withOp(condition: Json, kind: Kind, op: Op, today: string): Json {
  const { value, ...rest } = condition;
  const form = formOf(kind, op);
  const kept = formOf(kind, condition.op as Op) === form ? value : firstValue(form, today);
  return kept === undefined ? { ...rest, op } : { ...rest, op, value: kept };
}

/** A text of several values, one after the other with commas, as the API takes them; one alone stays a text. */
export function readTexts(text: string): string | string[] {
  const values = text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  return values.length > 1 ? values : text;
}

export function writeTexts(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}
