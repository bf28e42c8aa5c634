import type { Json } from "./tree.ts";

/** The address of a new segment of a webinar's members: what a number on the dashboard opens. */
export function segmentAddress(webinar: string, filter: Json): string {
  const query = new URLSearchParams({ webinar, filter: JSON.stringify({ all: [filter] }) });
  return `/segments/new?${query}`;
}
