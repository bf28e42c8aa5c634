import type { Asset, AssetPage, Preflight, Rundown, SaveRundown } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const rundowns = {
  read: (webinar: string, signal?: AbortSignal) =>
    request<Rundown>("GET", `/webinars/${webinar}/rundown`, signal ? { signal } : {}),
  save: (webinar: string, rundown: SaveRundown) =>
    request<Rundown>("PUT", `/webinars/${webinar}/rundown`, { json: rundown }),
  preflight: (webinar: string, signal: AbortSignal) =>
    request<Preflight>("GET", `/webinars/${webinar}/preflight`, { signal }),
  /** Every file of the library that can be planned. */
  assets: async (signal: AbortSignal): Promise<Asset[]> => {
    const found: Asset[] = [];
    let cursor: string | undefined;
    do {
      const page: AssetPage = await request("GET", "/media", { query: { limit: 200, cursor }, signal });
      found.push(...page.items.filter(({ state }) => state === "ready"));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  },
};
