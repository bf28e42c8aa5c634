import { request } from "../../ui/request.ts";
import type { FinishResult, Page, Webinar, WebinarChange } from "../api/types.ts";

export const webinars = {
  list: (cursor?: string, signal?: AbortSignal) =>
    request<Page<Webinar>>("GET", "/webinars", { query: { limit: 50, cursor }, ...(signal && { signal }) }),
  /** All there are, page after page. */
  all: async (signal: AbortSignal): Promise<Webinar[]> => {
    const found: Webinar[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 200, cursor };
      const page: Page<Webinar> = await request("GET", "/webinars", { query, signal });
      found.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  },
  read: (id: string, signal?: AbortSignal) =>
    request<Webinar>("GET", `/webinars/${id}`, signal ? { signal } : {}),
  create: (fields: WebinarChange) => request<Webinar>("POST", "/webinars", { json: fields }),
  change: (id: string, fields: WebinarChange) =>
    request<Webinar>("PATCH", `/webinars/${id}`, { json: fields }),
  remove: (id: string) => request<void>("DELETE", `/webinars/${id}`),
  finish: (id: string) => request<FinishResult>("POST", `/webinars/${id}/finish`),
};
