import type {
  AddedMembers,
  ChangePerson,
  Engagement,
  EntryPage,
  Explanation,
  ImportedMembers,
  Member,
  MemberPage,
  MemberRow,
  Status,
} from "../../generated/api.ts";
import { address, request } from "../../ui/request.ts";
import type { Level } from "./engagement.ts";
import type { Mapping } from "./mappings.ts";

export interface MemberQuery {
  q?: string | undefined;
  status?: readonly Status[] | undefined;
  engagement?: readonly Level[] | undefined;
  limit: number;
  cursor?: string | undefined;
  count?: "true" | undefined;
}

export const members = {
  list: (webinar: string, query: MemberQuery, signal: AbortSignal) =>
    request<MemberPage>("GET", `/webinars/${webinar}/members`, { query: { ...query }, signal }),
  read: (id: string, signal: AbortSignal) => request<Member>("GET", `/members/${id}`, { signal }),
  add: (webinar: string, rows: MemberRow[]) =>
    request<AddedMembers>("POST", `/webinars/${webinar}/members`, { json: { members: rows } }),
  /** How a file is understood; keeps nothing. */
  previewImport: (webinar: string, csv: Blob, mapping: Mapping) =>
    request<ImportedMembers>("POST", `/webinars/${webinar}/members/import`, {
      query: { preview: "true", mapping: JSON.stringify(mapping) },
      raw: { type: "text/csv", body: csv },
    }),
  import: (webinar: string, csv: Blob, mapping: Mapping) =>
    request<ImportedMembers>("POST", `/webinars/${webinar}/members/import`, {
      query: { mapping: JSON.stringify(mapping) },
      raw: { type: "text/csv", body: csv },
    }),
  exportAddress: (webinar: string) => address(`/webinars/${webinar}/members.csv`),
  engagement: (id: string, signal: AbortSignal) =>
    request<Engagement>("GET", `/members/${id}/engagement`, { signal }),
  reportAddress: (webinar: string, name: string) => address(`/webinars/${webinar}/reports/${name}.csv`),
  allReportsAddress: (webinar: string) => address(`/webinars/${webinar}/reports.zip`),
  watch: (id: string, signal: AbortSignal) => request<Explanation>("GET", `/members/${id}/watch`, { signal }),
  timeline: (id: string, cursor: string | undefined, signal: AbortSignal) =>
    request<EntryPage>("GET", `/members/${id}/timeline`, { query: { limit: 50, cursor }, signal }),
  setStatus: (id: string, status: Status, reason?: string) =>
    request<Member>("POST", `/members/${id}/status`, { json: reason ? { status, reason } : { status } }),
  newLink: (id: string) => request<Member>("POST", `/members/${id}/link`),
  correctPerson: (person: string, fields: ChangePerson) =>
    request<void>("PATCH", `/persons/${person}`, { json: fields }),
  exportPersonAddress: (person: string) => address(`/persons/${person}/export`),
  erasePerson: (person: string) => request<void>("DELETE", `/persons/${person}`),
};
