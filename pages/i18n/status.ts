/** The statuses in the reader's language. Source: docs/glossary.md. */
import type { Status } from "../generated/api.ts";
import { t } from "./texts.ts";

export function statusName(status: Status): string {
  return t(`words-status-${status}`);
}
