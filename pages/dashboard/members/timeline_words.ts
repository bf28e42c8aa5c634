/** One entry of a member's timeline, in words. */

import { type Entry, STATUSES, type Status } from "../../generated/api.ts";
import { formatList } from "../../i18n/format.ts";
import { statusName } from "../../i18n/status.ts";
import { locale, t, textOf } from "../../i18n/texts.ts";
import { money } from "../../ui/format/money.ts";

export interface TimelineWords {
  what: string;
  detail: string;
  tone: "status" | "fact" | "finish";
}

/** @param known what else is on the timeline, to name the facts behind a status. */
export function timelineWords(item: Entry, known: readonly Entry[] = []): TimelineWords {
  const source = text(item.source);
  const detail = [
    source && (textOf(`members-source-${source}`) ?? t("members-source-other", { source })),
    text(item.reason),
  ]
    .filter(Boolean)
    .join(" · ");
  if (item.kind === "status") {
    const to = status(item.to_status);
    const from = status(item.from_status);
    const what = from
      ? t("members-timeline-moved", { from, to: to ?? "?" })
      : t("members-timeline-became", { status: to ?? "?" });
    const because = behind(item, known);
    const why = because && t("members-timeline-because", { facts: because });
    return { what, detail: [detail, why].filter(Boolean).join(" · "), tone: "status" };
  }
  if (item.kind === "mail") return mailWords(item);
  if (item.kind === "clicked" || item.kind === "answered" || item.kind === "line") return roomWords(item);
  if (item.kind === "payment") return paymentWords(item);
  if (item.kind === "form") return { what: t("members-timeline-form"), detail, tone: "fact" };
  if (item.kind === "finish") return { what: t("members-timeline-finish"), detail, tone: "finish" };
  return {
    what: factWords(item),
    detail: source === "viewer" ? (text(item.reason) ?? "") : detail,
    tone: "fact",
  };
}

/** A payment: how much, and what became of it. */
function paymentWords({ details = {} }: Entry): TimelineWords {
  const {
    amount_minor: minor = "0",
    refunded_minor: back,
    currency = "eur",
    payment_state: state = "",
  } = details;
  const named = textOf(`registration-payments-state-${state}`) ?? state;
  return {
    what: t("members-timeline-payment", { amount: money(Number(minor), currency) }),
    detail: [named, back && t("registration-payments-back", { amount: money(Number(back), currency) })]
      .filter(Boolean)
      .join(" · "),
    tone: "fact",
  };
}

/** A mail: which, how it ended, and what was heard of it. */
function mailWords({ details, reason }: Entry): TimelineWords {
  const { mail = "", state = "", bounce } = details ?? {};
  const ended = textOf(`mails-state-${state}`) ?? state;
  const heard = bounce && (textOf(`mails-bounced-${bounce}`) ?? bounce);
  return {
    what: t("members-timeline-mail", { mail: textOf(`mails-kind-${mail}`) ?? mail }),
    detail: [ended, heard, text(reason)].filter(Boolean).join(" · "),
    tone: "fact",
  };
}

/** What a member did in the room: a click, an answer to a poll, a line of the chat. An erased text is a dash. */
function roomWords({ kind, details = {} }: Entry): TimelineWords {
  const { title = "—", question = "—", answer = "—", text: line = "—", state = "", mode } = details;
  const said = details.question ? "members-timeline-asked" : "members-timeline-line";
  const what =
    kind === "clicked"
      ? t("members-timeline-clicked", { title })
      : kind === "answered"
        ? t("members-timeline-answered", { question, answer })
        : t(said, { text: line });
  const detail = mode === "replay" ? t("members-timeline-replay") : (textOf(`members-line-${state}`) ?? "");
  return { what, detail, tone: "fact" };
}

function factWords(item: Entry): string {
  const fact = text(item.fact) ?? item.kind;
  const asserted = status(fact);
  const known = textOf(`members-fact-${fact}`);
  if (known) return known;
  return asserted
    ? t("members-timeline-reported", { status: asserted })
    : t("members-timeline-other", { fact });
}

function behind(item: Entry, known: readonly Entry[]): string {
  const ids = Array.isArray(item.fact_ids) ? item.fact_ids : [];
  const facts = known.filter((each) => each.kind === "fact" && ids.includes(each.id));
  return formatList(facts.map((each) => lowered(factWords(each))));
}

/** Inside a sentence a text begins in lower case. */
function lowered(text: string): string {
  return text.charAt(0).toLocaleLowerCase(locale()) + text.slice(1);
}

function status(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return (STATUSES as readonly string[]).includes(value) ? statusName(value as Status) : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
