/** The wire's names in the words of docs/domain.md. */

import type { SessionScope as Scope, Status } from "../generated/api.ts";
import { language, t, textOf } from "../i18n/texts.ts";
import type { Tone } from "../ui/pill.tsx";

export const STATUS_TONE: Record<Status, Tone> = {
  not_in_program: "faint",
  invited: "faint",
  waitlisted: "warn",
  pending_approval: "warn",
  rejected: "danger",
  registration_error: "danger",
  registered: "plain",
  no_show: "plain",
  attended_on_demand: "accent",
  attended: "strong",
};

/** The scopes of keys, in the order in which they are offered. */
export const SESSION_SCOPES_SHOWN = [
  "read",
  "people",
  "links",
  "write",
  "refunds",
  "privacy",
  "admin",
] as const satisfies readonly Scope[];

export function scopeName(scope: string): string {
  const known = SESSION_SCOPES_SHOWN.find((each) => each === scope);
  return known ? t(`keys-scope-${known}`) : sentence(scope);
}

/** Why a stretch was not counted, for the person who asks. Source: docs/domain.md, Watched time is a set. */
export function dropWords(reason: string): { label: string; why: string } {
  return {
    label: textOf(`members-drop-${reason}`) ?? t("members-drop-other", { reason }),
    why: textOf(`members-drop-${reason}_why`) ?? t("members-drop-other_why"),
  };
}

/** Row codes of adding and importing members, and refusals, in words. */
export function codeWords(code: string): string {
  return textOf(`members-code-${code}`) ?? t("members-code-other", { code });
}

/**
 * Why something did not work: the server's sentence where it is in the reader's language, else the code's own text.
 * The server speaks English.
 */
export function troubleText(code: string, english: string | null | undefined): string {
  if (language() === "en") return english || sentence(code);
  return textOf(`errors-${code}`) ?? t("errors-other", { code });
}

/** `some_code` → `Some code`. */
export function sentence(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
