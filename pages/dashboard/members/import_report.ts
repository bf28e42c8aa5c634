/** The results of each row of a CSV file, for people. Pure. */

import type { Imported, ImportedMembers } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { codeWords } from "../words.ts";

export interface ReportRow {
  line: number;
  email: string;
  outcome: string;
  /** Worth looking at: a row that did not become what it asked for. */
  attention: boolean;
  why: string;
}

export interface Report {
  created: number;
  updated: number;
  skipped: number;
  /** Rows that need a look first, then by line. */
  rows: ReportRow[];
}

/** The codes of rows without an error: they ask for the present state. */
const HARMLESS = new Set(["unchanged", "duplicate"]);

export function report(result: ImportedMembers): Report {
  const { results = [], created = 0, updated = 0, skipped = 0 } = result;
  const rows = results.map(reportRow);
  rows.sort((one, other) => Number(other.attention) - Number(one.attention) || one.line - other.line);
  return { created, updated, skipped, rows };
}

/** The lines of a preview that have a code, in the file's order. */
export function linesOf({ results = [] }: ImportedMembers, code: string): number[] {
  return results.filter((row) => row.code === code).map((row) => row.line);
}

function reportRow({ line, email, outcome, code }: Imported): ReportRow {
  const attention = Boolean(code) && !HARMLESS.has(code ?? "");
  return {
    line,
    email: email || t("members-import-no_email"),
    outcome,
    attention,
    why: code ? codeWords(code) : "",
  };
}

const MOST_BYTES = 5 * 1024 * 1024;

/** Why a file cannot be sent at all; null when it can be tried. */
export function unfit(file: Pick<File, "name" | "size">): string | null {
  if (file.size === 0) return t("members-import-empty");
  if (file.size > MOST_BYTES) return t("members-import-large");
  if (/\.(xlsx?|numbers|ods|pdf|docx?)$/i.test(file.name)) return t("members-import-not_csv");
  return null;
}
