/** One entry of a member's timeline, in words. Pure. */

import { type Entry, STATUSES, type Status } from "../../generated/api.ts";
import { STATUS_LABEL, sentence } from "../words.ts";

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
  viewer: "by the member",
  operator: "by an operator",
  import: "by an import",
  capacity: "by the seats",
  clock: "by the clock",
  vendor: "by a provider",
};

/** @param known what else is on the timeline, to name the facts behind a status. */
export function timelineWords(item: Entry, known: readonly Entry[] = []): TimelineWords {
  const source = text(item.source);
  const detail = [source && (SOURCE_WORDS[source] ?? `by ${source}`), text(item.reason)]
    .filter(Boolean)
    .join(" · ");
  if (item.kind === "status") {
    const to = status(item.to_status);
    const from = status(item.from_status);
    const what = from ? `${from} → ${to ?? "?"}` : `Became ${to ?? "?"}`;
    const because = behind(item, known);
    return { what, detail: because ? `${detail} · because: ${because}` : detail, tone: "status" };
  }
  if (item.kind === "finish") return { what: "The event was finished", detail, tone: "finish" };
  return {
    what: factWords(item),
    detail: source === "viewer" ? (text(item.reason) ?? "") : detail,
    tone: "fact",
  };
}

function factWords(item: Entry): string {
  const fact = text(item.fact) ?? item.kind;
  const asserted = status(fact);
  return FACT_WORDS[fact] ?? (asserted ? `Reported as ${asserted}` : sentence(fact));
}

function behind(item: Entry, known: readonly Entry[]): string {
  const ids = Array.isArray(item.fact_ids) ? item.fact_ids : [];
  const facts = known.filter((each) => each.kind === "fact" && ids.includes(each.id));
  return facts.map((each) => factWords(each).toLowerCase()).join(", ");
}

function status(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return (STATUSES as readonly string[]).includes(value) ? STATUS_LABEL[value as Status] : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
