import type {
  Decision,
  MemberPage,
  Payment,
  PaymentPage,
  Registration,
  SaveRegistration,
  SubmissionPage,
} from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

/** The time in which a decision can be withdrawn. */
const UNDO_S = 10;

export const registration = {
  read: (webinar: string, signal?: AbortSignal) =>
    request<Registration>("GET", `/webinars/${webinar}/registration`, signal ? { signal } : {}),
  save: (webinar: string, settings: SaveRegistration) =>
    request<Registration>("PUT", `/webinars/${webinar}/registration`, { json: settings }),
  pending: (webinar: string, signal: AbortSignal) =>
    request<MemberPage>("GET", `/webinars/${webinar}/members`, {
      query: { status: "pending_approval", limit: 200 },
      signal,
    }),
  decide: (webinar: string, members: string[], decision: "approve" | "reject", reason: string) =>
    request<Decision>("POST", `/webinars/${webinar}/members/decide`, {
      json: { members, decision, apply_after_s: UNDO_S, ...(reason && { reason }) },
    }),
  withdraw: (decision: string) => request<void>("DELETE", `/decisions/${decision}`),
  payments: (webinar: string, cursor: string | undefined, signal: AbortSignal) =>
    request<PaymentPage>("GET", `/webinars/${webinar}/payments`, { query: { limit: 25, cursor }, signal }),
  refund: (webinar: string, payment: string) =>
    request<Payment>("POST", `/webinars/${webinar}/payments/${payment}/refund`),
  submissions: (webinar: string, cursor: string | undefined, signal: AbortSignal) =>
    request<SubmissionPage>("GET", `/webinars/${webinar}/submissions`, {
      query: { limit: 25, cursor },
      signal,
    }),
};
