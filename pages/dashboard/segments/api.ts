import type {
  CreateSegment,
  PreviewSegment,
  RowScope,
  Segment,
  SegmentCount,
  SegmentExplained,
  SegmentFields,
  SegmentPage,
  SegmentPreview,
  SegmentResults,
  StartedCampaign,
  TranslatedFilter,
} from "../../generated/api.ts";
import { address, request } from "../../ui/request.ts";
import type { Json } from "./tree.ts";

/** A filter, and the rows that it selects from. */
export type Asked = Pick<PreviewSegment, "scope" | "webinar_id" | "timezone" | "filter">;

export const segments = {
  list: (cursor: string | undefined, signal: AbortSignal) =>
    request<SegmentPage>("GET", "/segments", { query: { limit: 50, cursor }, signal }),
  read: (id: string, signal: AbortSignal) => request<Segment>("GET", `/segments/${id}`, { signal }),
  fields: (signal: AbortSignal) => request<SegmentFields>("GET", "/segments/fields", { signal }),
  create: (fields: CreateSegment) => request<Segment>("POST", "/segments", { json: fields }),
  change: (id: string, fields: { name: string; timezone: string; filter?: Json }) =>
    request<Segment>("PATCH", `/segments/${id}`, { json: fields }),
  remove: (id: string) => request<void>("DELETE", `/segments/${id}`),
  retake: (id: string) => request<Segment>("POST", `/segments/${id}/retake`),
  preview: (asked: Asked, signal: AbortSignal) =>
    request<SegmentPreview>("POST", "/segments/preview", { json: { ...asked, limit: 20 }, signal }),
  explain: (asked: Asked, row: { member_id?: string; person_id?: string }, signal: AbortSignal) =>
    request<SegmentExplained>("POST", "/segments/explain", { json: { ...asked, ...row }, signal }),
  count: (id: string, signal: AbortSignal) =>
    request<SegmentCount>("GET", `/segments/${id}/count`, { signal }),
  results: (id: string, sort: string, cursor: string | undefined, signal: AbortSignal) =>
    request<SegmentResults>("GET", `/segments/${id}/results`, { query: { sort, cursor, limit: 50 }, signal }),
  /** Does one step to everybody in it, if they are still as many. */
  act: (id: string, action: Json, expected: number) =>
    request<StartedCampaign>("POST", `/segments/${id}/actions`, { json: { action, expected } }),
  fileAddress: (id: string) => address(`/segments/${id}/results.csv`),
  textOf: (scope: RowScope, filter: Json, signal: AbortSignal) =>
    request<TranslatedFilter>("POST", "/segments/text", { json: { scope, filter }, signal }),
  treeOf: (scope: RowScope, filters: readonly Json[], text: string) =>
    request<TranslatedFilter>("POST", "/segments/text", { json: { scope, filters, text } }),
};
