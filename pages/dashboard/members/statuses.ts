/** The ten statuses in the order of docs/domain.md, and how many members have each. Pure. */

import type { Status, Webinar } from "../../generated/api.ts";

/** Every status, from the first to the furthest. */
export const STATUS_ORDER = [
  "not_in_program",
  "invited",
  "waitlisted",
  "pending_approval",
  "rejected",
  "registration_error",
  "registered",
  "no_show",
  "attended_on_demand",
  "attended",
] as const satisfies readonly Status[];

/** From the furthest status to the first: the order in which the bar and the list show them. */
export const FURTHEST_FIRST: readonly Status[] = [...STATUS_ORDER].reverse();

export type StatusCounts = Webinar["status_counts"];

export function countOf(counts: StatusCounts, status: Status): number {
  return counts[status] ?? 0;
}

/** Members that are in the program: everybody but those Not in Program. */
export function programTotal(counts: StatusCounts): number {
  return STATUS_ORDER.reduce(
    (sum, status) => sum + (status === "not_in_program" ? 0 : countOf(counts, status)),
    0,
  );
}
