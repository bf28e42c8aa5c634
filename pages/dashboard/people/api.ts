import type {
  MailPage,
  PeoplePage,
  PersonConsents,
  PersonEntryPage,
  PersonMemberships,
} from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const people = {
  list: (q: string, cursor: string | undefined, signal: AbortSignal) =>
    request<PeoplePage>("GET", "/persons", { query: { q: q || undefined, cursor, limit: 50 }, signal }),
  read: (id: string, signal: AbortSignal) => request<PersonMemberships>("GET", `/persons/${id}`, { signal }),
  timeline: (id: string, cursor: string | undefined, signal: AbortSignal) =>
    request<PersonEntryPage>("GET", `/persons/${id}/timeline`, { query: { cursor, limit: 50 }, signal }),
  consents: (id: string, signal: AbortSignal) =>
    request<PersonConsents>("GET", `/persons/${id}/consents`, { signal }),
  mails: (id: string, signal: AbortSignal) =>
    request<MailPage>("GET", "/mails", { query: { person: id, limit: 50 }, signal }),
};
