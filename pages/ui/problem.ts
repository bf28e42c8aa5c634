/** A refusal of the server as RFC 9457 problem details, or the network's failure in the same shape. */

import { language, t, textOf, type Variable } from "../i18n/texts.ts";

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** Stable, for programs; `unreachable` when no answer came. */
    readonly code: string,
    /** HTTP status, 0 when no answer came. */
    readonly status: number,
    message: string,
    /** The faults of a request by field, named as on the wire. */
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Reads what a refused response carries, whatever it carries. */
export function problemFrom(status: number, body: unknown): Problem {
  if (!isRecord(body)) return new Problem("unexpected", status, fallback(status));
  const code = text(body.code) ?? "unexpected";
  const message = sentenceOf(code, text(body.detail) ?? text(body.title), body.values) ?? fallback(status);
  const fields = fieldsOf(body, message);
  return new Problem(code, status, withFields(message, code, body.errors, fields), fields);
}

/** Any thrown value as a Problem, so that pages show one kind of failure. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem("unexpected", 0, thrown instanceof Error ? thrown.message : String(thrown));
}

/**
 * The server speaks English to programs. Readers of another language, and of the limits of a field, have the text of
 * the code, with its values.
 */
function sentenceOf(
  code: string,
  english: string | undefined,
  values: unknown,
  inField = false,
): string | undefined {
  const given = valuesOf(values);
  const named = [`errors-${code}`, ...Object.keys(given).sort()].join("-");
  const limits = Object.keys(given).length > 0 ? textOf(named, given) : null;
  if (language() === "en") return (inField ? limits : null) ?? english;
  return limits ?? textOf(`errors-${code}`) ?? (english && t("errors-other", { code }));
}

/** The sentence for the whole form: the fields' own errors, each after its field's name, if the server names any. */
function withFields(
  message: string,
  code: string,
  errors: unknown,
  fields: Readonly<Record<string, string>>,
): string {
  if (!Array.isArray(errors) || errors.length === 0) return message;
  const named = Object.entries(fields).map(([at, error]) => {
    const field = nameOf(at);
    return field === null ? error : t("ui-field", { field, error });
  });
  const [first] = errors;
  // One error makes the refusal; its code is the refusal's, and its sentence without a name would only come twice.
  const once = isRecord(first) && first.code === code;
  return [...(once ? [] : [message]), ...named.slice(0, MOST_NAMED)].join(" ");
}

const MOST_NAMED = 4;

/** The name of a field in the reader's language, by the last word of its path that is one. */
function nameOf(path: string): string | null {
  for (const each of path.split(".").reverse()) {
    const name = /^\w+$/.test(each) ? textOf(`ui-field-${each}`) : null;
    if (name !== null) return name;
  }
  return null;
}

function valuesOf(values: unknown): Record<string, Variable> {
  const entries = isRecord(values) ? Object.entries(values) : [];
  return Object.fromEntries(
    entries.filter((each): each is [string, Variable] => ["string", "number"].includes(typeof each[1])),
  );
}

function fieldsOf(body: Record<string, unknown>, message: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const single = text(body.field);
  if (single) fields[single] = message;
  const errors = Array.isArray(body.errors) ? body.errors : [];
  for (const error of errors) {
    if (!isRecord(error)) continue;
    const at = text(error.field) ?? text(error.pointer);
    const why = sentenceOf(
      text(error.code) ?? "",
      text(error.detail) ?? text(error.message),
      error.values,
      true,
    );
    if (at && why)
      fields[
        at
          .replace(/^#?\//, "")
          .replaceAll("/", ".")
          .replace(/^\$\.?/, "")
      ] = why;
  }
  return fields;
}

function fallback(status: number): string {
  if (status === 401) return t("ui-refused-401");
  if (status === 403) return t("ui-refused-403");
  if (status === 404) return t("ui-refused-404");
  return status >= 500 ? t("ui-refused-500") : t("ui-refused", { code: status });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
