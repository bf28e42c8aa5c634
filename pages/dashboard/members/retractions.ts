/** Retracting what was stated by mistake. */

import type { FinishList, Retraction } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export interface Retractable {
  kind: "facts" | "imports" | "finishes";
  id: string | number;
}

const address = ({ kind, id }: Retractable) => `/${kind}/${id}/retract`;

export const retractions = {
  preview: (what: Retractable, signal: AbortSignal) =>
    request<Retraction>("POST", address(what), { query: { preview: "true" }, json: {}, signal }),
  retract: (what: Retractable, reason: string) =>
    request<Retraction>("POST", address(what), { json: reason ? { reason } : {} }),
  finishes: (webinar: string, signal: AbortSignal) =>
    request<FinishList>("GET", `/webinars/${webinar}/finishes`, { signal }),
};
