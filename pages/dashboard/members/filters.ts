/** The filter of the member table, kept in the address so that it can be shared and gone back to. Pure. */

import type { Status } from "../../generated/api.ts";
import { LEVELS, type Level } from "./engagement.ts";
import { STATUS_ORDER } from "./statuses.ts";

export interface Filters {
  q: string;
  /** Any of these; none means all. */
  statuses: readonly Status[];
  /** Any of these levels of engagement; none means all. */
  levels: readonly Level[];
}

export function filtersOf(query: Readonly<Record<string, string>>): Filters {
  const asked = (query.status ?? "").split(",");
  const levels = (query.engagement ?? "").split(",");
  return {
    q: query.q ?? "",
    statuses: STATUS_ORDER.filter((status) => asked.includes(status)),
    levels: LEVELS.filter((level) => levels.includes(level)),
  };
}

/** `url` (path and search) with other filters, at the first page. */
export function withFilters(url: string, filters: Filters): string {
  return withQuery(url, {
    q: filters.q,
    status: filters.statuses.join(","),
    engagement: filters.levels.join(","),
    page: "",
    after: "",
  });
}

export interface PlaceInList {
  /** From 1. */
  number: number;
  /** The cursor of this page; undefined for the first. */
  after: string | undefined;
}

export function placeOf(query: Readonly<Record<string, string>>): PlaceInList {
  const number = Number(query.page);
  const known = query.after !== undefined && query.after !== "" && Number.isInteger(number) && number > 1;
  return known ? { number, after: query.after } : { number: 1, after: undefined };
}

/** `url` with another page of the list. */
export function withPlace(url: string, { number, after }: PlaceInList): string {
  return withQuery(url, { page: after === undefined ? "" : String(number), after: after ?? "" });
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
