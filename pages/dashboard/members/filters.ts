/** What the member table shows, kept in the address so that it can be shared and gone back to. Pure. */

import type { Status } from "../../generated/api.ts";
import { STATUS_ORDER } from "./statuses.ts";

export interface Filters {
  q: string;
  /** Any of these; none means all. */
  statuses: readonly Status[];
}

export function filtersOf(query: Readonly<Record<string, string>>): Filters {
  const asked = (query.status ?? "").split(",");
  return { q: query.q ?? "", statuses: STATUS_ORDER.filter((status) => asked.includes(status)) };
}

/** `url` (path and search) with other filters. */
export function withFilters(url: string, filters: Filters): string {
  return withQuery(url, { q: filters.q, status: filters.statuses.join(",") });
}

/** `url` with one member opened beside it; with none, closed. */
export function withMember(url: string, member: string | null): string {
  return withQuery(url, { member: member ?? "" });
}

function withQuery(url: string, changes: Readonly<Record<string, string>>): string {
  const [path = "", search = ""] = url.split("?");
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `${path}?${text}` : path;
}
