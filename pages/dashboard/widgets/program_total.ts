import { STATUSES, type Status, type StatusCounts } from "../api/types.ts";

/** Members that are in the program: everybody but those Not in Program. */
export function programTotal(counts: StatusCounts): number {
  return STATUSES.reduce((sum, status) => sum + (status === "not_in_program" ? 0 : counts[status]), 0);
}

/** From the furthest status to the first: the order in which the bar and the list show them. */
export const FURTHEST_FIRST: readonly Status[] = [...STATUSES].reverse();
