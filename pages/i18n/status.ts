/** The statuses in the reader's language. Source: docs/glossary.md. */
import { t } from "./texts.ts";

export type Status =
  | "not_in_program"
  | "invited"
  | "waitlisted"
  | "pending_approval"
  | "rejected"
  | "registration_error"
  | "registered"
  | "no_show"
  | "attended_on_demand"
  | "attended";

export function statusName(status: Status): string {
  return t(`words-status-${status}`);
}
