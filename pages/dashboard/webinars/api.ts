import type {
  ChangeWebinar,
  CopyWebinar,
  CreateWebinar,
  Finished,
  Webinar,
  WebinarPage,
} from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const webinars = {
  list: (cursor?: string, signal?: AbortSignal) =>
    request<WebinarPage>("GET", "/webinars", { query: { limit: 50, cursor }, ...(signal && { signal }) }),
  /** All there are, page after page. */
  all: async (signal: AbortSignal): Promise<Webinar[]> => {
    const found: Webinar[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 200, cursor };
      const page: WebinarPage = await request("GET", "/webinars", { query, signal });
      found.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  },
  read: (id: string, signal?: AbortSignal) =>
    request<Webinar>("GET", `/webinars/${id}`, signal ? { signal } : {}),
  create: (fields: CreateWebinar) => request<Webinar>("POST", "/webinars", { json: fields }),
  change: (id: string, fields: ChangeWebinar) =>
    request<Webinar>("PATCH", `/webinars/${id}`, { json: fields }),
  copy: (id: string, fields: CopyWebinar) =>
    request<Webinar>("POST", `/webinars/${id}/copy`, { json: fields }),
  remove: (id: string) => request<void>("DELETE", `/webinars/${id}`),
  /** Members who would change, by their status now and the one after. */
  previewFinish: (id: string, signal?: AbortSignal) =>
    request<Finished>("POST", `/webinars/${id}/finish`, {
      query: { preview: "true" },
      ...(signal && { signal }),
    }),
  cancel: (id: string, reason: string) =>
    request<Webinar>("POST", `/webinars/${id}/cancel`, { json: { reason: reason.trim() || null } }),
  reinstate: (id: string) => request<Webinar>("POST", `/webinars/${id}/reinstate`),
  finish: (id: string) => request<Finished>("POST", `/webinars/${id}/finish`),
};
