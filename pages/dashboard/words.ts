/** The wire's names in the words of docs/domain.md. */

import type { DropReason, SessionScope as Scope, Status } from "../generated/api.ts";
import { t } from "../i18n/texts.ts";
import type { Tone } from "../ui/pill.tsx";

export const STATUS_LABEL: Record<Status, string> = {
  not_in_program: "Not in Program",
  invited: "Invited",
  waitlisted: "Waitlisted",
  pending_approval: "Pending Approval",
  rejected: "Rejected",
  registration_error: "Registration Error",
  registered: "Registered",
  no_show: "No-Show",
  attended_on_demand: "Attended On-Demand",
  attended: "Attended",
};

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
export const SESSION_SCOPES_SHOWN = ["read", "write", "privacy", "admin"] as const satisfies readonly Scope[];

export function scopeName(scope: string): string {
  const known = SESSION_SCOPES_SHOWN.find((each) => each === scope);
  return known ? t(`keys-scope-${known}`) : sentence(scope);
}

/** Why a stretch was not counted, for the person who asks. Source: docs/domain.md, Watched time is a set. */
export const DROP_WORDS: Record<DropReason, { label: string; why: string }> = {
  malformed: { label: "Unreadable", why: "The player sent something that is not four sensible numbers." },
  backwards: {
    label: "Ran backwards",
    why: "The stretch ended when it began, or before, on the clock; or it went back in the recording.",
  },
  too_fast: {
    label: "Too fast",
    why: "More of the recording than can be played in that time, above four times speed.",
  },
  stalled: {
    label: "Stood still",
    why: "Time passed but the recording hardly moved: buffering, not watching.",
  },
  before_hello: {
    label: "Before the player said hello",
    why: "It claims time from before this player was opened.",
  },
  future: { label: "In the future", why: "It claims time that had not passed yet when it arrived." },
  out_of_window: {
    label: "Outside the window",
    why: "Played before the event started or after the 30 days were over.",
  },
  limit: { label: "Over the limit", why: "More separate stretches than one member or one report may have." },
};

export function dropWords(reason: string): { label: string; why: string } {
  return DROP_WORDS[reason as DropReason] ?? { label: sentence(reason), why: "The server did not count it." };
}

/** Row codes of adding and importing members, and refusals, in words. */
const CODE_WORDS: Record<string, string> = {
  duplicate: "Listed twice in this file; the first one counts",
  unchanged: "Already a member with the same status",
  waitlisted: "No seat free: on the waiting list",
  no_seat: "No seat free",
  missing_email: "No email address",
  invalid_email: "Not an email address",
  field_too_long: "A field is too long",
  invalid_characters: "Characters that cannot be stored",
  invalid_properties: "Extra fields that cannot be stored",
  unknown_status: "Not one of the ten statuses",
  status_backwards: "Already further than that status",
};

export function codeWords(code: string): string {
  return CODE_WORDS[code] ?? sentence(code);
}

/** `some_code` → `Some code`. */
export function sentence(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
