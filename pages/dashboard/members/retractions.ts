/** Retracting what was stated by mistake. */

import type { FinishList, ImportList, OutsideList, Retraction } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export interface Retractable {
  /** `attendance`: of another event; the id is the webinar's. */
  kind: "facts" | "imports" | "finishes" | "attendance";
  id: string | number;
  /** Of attendance: of this member alone. */
  member?: string;
}

/** What else an undone import takes along. */
export interface ImportChoice {
  watchers: boolean;
  erase_persons: boolean;
}

const address = ({ kind, id }: Retractable) =>
  kind === "attendance" ? `/webinars/${id}/attendance/retract` : `/${kind}/${id}/retract`;

const body = (what: Retractable, choice: ImportChoice) => ({
  ...(what.kind === "imports" ? choice : {}),
  ...(what.member ? { member_id: what.member } : {}),
});

export const retractions = {
  preview: (what: Retractable, choice: ImportChoice, signal: AbortSignal) =>
    request<Retraction>("POST", address(what), {
      query: { preview: "true" },
      json: body(what, choice),
      signal,
    }),
  retract: (what: Retractable, choice: ImportChoice, reason: string) =>
    request<Retraction>("POST", address(what), {
      json: { ...body(what, choice), ...(reason ? { reason } : {}) },
    }),
  finishes: (webinar: string, signal: AbortSignal) =>
    request<FinishList>("GET", `/webinars/${webinar}/finishes`, { signal }),
  imports: (webinar: string, signal: AbortSignal) =>
    request<ImportList>("GET", `/webinars/${webinar}/imports`, { signal }),
  outside: (webinar: string, signal: AbortSignal) =>
    request<OutsideList>("GET", `/webinars/${webinar}/attendance/outside`, { signal }),
};
