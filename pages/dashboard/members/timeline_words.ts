/** One entry of a member's timeline, in words. Pure. */

import { STATUSES, type Status, type TimelineItem } from "../api/types.ts";
import { STATUS_LABEL, sentence } from "../format/words.ts";

export interface TimelineWords {
  what: string;
  detail: string;
  tone: "status" | "fact" | "finish";
}

const FACT_WORDS: Record<string, string> = {
  added: "Added to the program",
  removed: "Removed from the program",
  cancelled: "Cancelled the registration",
  click: "Clicked the join link",
  joined: "Opened the join link for the first time",
  live: "Watched live for the first time",
  view: "Watched long enough on demand for a view",
};

const SOURCE_WORDS: Record<string, string> = {
  viewer: "by watching",
  operator: "by an operator",
  import: "by an import",
  capacity: "by the seats",
  clock: "by the clock",
  vendor: "by a provider",
};

export function timelineWords(item: TimelineItem): TimelineWords {
  const source = text(item.source);
  const detail = [source && (SOURCE_WORDS[source] ?? `by ${source}`), text(item.reason)]
    .filter(Boolean)
    .join(" · ");
  if (item.kind === "status") {
    const to = status(item.to_status ?? item.to);
    const from = status(item.from_status ?? item.from);
    const what = from ? `${from} → ${to ?? "?"}` : `Became ${to ?? "?"}`;
    return { what, detail, tone: "status" };
  }
  if (item.kind === "finish") return { what: "The event was finished", detail, tone: "finish" };
  const fact = text(item.fact) ?? item.kind;
  const asserted = status(fact);
  return {
    what: FACT_WORDS[fact] ?? (asserted ? `Reported as ${asserted}` : sentence(fact)),
    detail,
    tone: "fact",
  };
}

function status(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return (STATUSES as readonly string[]).includes(value) ? STATUS_LABEL[value as Status] : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
