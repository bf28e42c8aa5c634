import { address, request } from "../../ui/request.ts";
import type {
  AddResult,
  Explanation,
  ImportResult,
  Member,
  MemberFields,
  Page,
  Status,
  TimelineItem,
} from "../api/types.ts";

export interface MemberQuery {
  q?: string | undefined;
  status?: readonly Status[] | undefined;
  limit: number;
  cursor?: string | undefined;
}

export const members = {
  list: (webinar: string, query: MemberQuery, signal: AbortSignal) =>
    request<Page<Member>>("GET", `/webinars/${webinar}/members`, { query: { ...query }, signal }),
  read: (id: string, signal: AbortSignal) => request<Member>("GET", `/members/${id}`, { signal }),
  add: (webinar: string, rows: (MemberFields & { status?: Status })[]) =>
    request<{ results: AddResult[] }>("POST", `/webinars/${webinar}/members`, { json: { members: rows } }),
  import: (webinar: string, csv: Blob) =>
    request<ImportResult>("POST", `/webinars/${webinar}/members/import`, {
      raw: { type: "text/csv", body: csv },
    }),
  exportAddress: (webinar: string) => address(`/webinars/${webinar}/members.csv`),
  watch: (id: string, signal: AbortSignal) => request<Explanation>("GET", `/members/${id}/watch`, { signal }),
  timeline: (id: string, cursor: string | undefined, signal: AbortSignal) =>
    request<Page<TimelineItem>>("GET", `/members/${id}/timeline`, { query: { limit: 50, cursor }, signal }),
  setStatus: (id: string, status: Status, reason?: string) =>
    request<Member>("POST", `/members/${id}/status`, { json: reason ? { status, reason } : { status } }),
  newLink: (id: string) => request<Member>("POST", `/members/${id}/link`),
  correctPerson: (person: string, fields: Partial<Record<keyof MemberFields, string | null>>) =>
    request<void>("PATCH", `/persons/${person}`, { json: fields }),
  exportPersonAddress: (person: string) => address(`/persons/${person}/export`),
  erasePerson: (person: string) => request<void>("DELETE", `/persons/${person}`),
};
