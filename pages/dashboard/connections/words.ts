/** Connections in words. */

import {
  type Connection,
  type ConnectionKind,
  type ConnectionState,
  type Content,
  type Delivery,
  type DeliveryState,
  type ReceivedState,
  STATUSES,
  type Status,
  type Tested,
} from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { language, t, textOf } from "../../i18n/texts.ts";
import { duration } from "../../ui/format/numbers.ts";
import type { Tone } from "../../ui/pill.tsx";
import { sentence, troubleText } from "../words.ts";

export const STATE_TONE: Record<ConnectionState, Tone> = {
  active: "accent",
  paused: "warn",
  broken: "danger",
};

export const INBOX_TONE: Record<ReceivedState, Tone> = {
  new: "plain",
  done: "accent",
  waiting: "warn",
  failed: "danger",
};

export const DELIVERY_TONE: Record<DeliveryState, Tone> = {
  waiting: "plain",
  delivered: "accent",
  dead: "danger",
  cannot_go_back: "warn",
};

/** A vendor's event in one line; an unhandled one by the vendor's name of it. */
export function contentWords({ event, vendor_event, who }: Content): string {
  const what = (event === "unknown" && vendor_event) || t(`connections-content-${event}`);
  return who ? t("connections-content-of", { what, who }) : what;
}

/** The outcome of a received delivery. */
export function outcomeWords(outcome: string | null): string {
  if (outcome === null) return t("connections-outcome-none");
  return textOf(`connections-outcome-${outcome}`) ?? t("connections-outcome-other", { code: outcome });
}

/** Why the last one was refused that could not be verified. */
export function refusedWords(code: string | null): string {
  if (code === null) return "";
  return textOf(`connections-refused-${code}`) ?? t("connections-refused-other", { code });
}

/** The description of a type of events, for choosing among them. */
export function eventTypeWords(type: string): string {
  return textOf(`connections-type-${type.replaceAll(".", "_")}`) ?? t("connections-type-other", { type });
}

/** An event in one line. */
export function eventWords({ type, data = {} }: Pick<Delivery, "type" | "data">): string {
  switch (type) {
    case "member.registered":
      return t("connections-event-registered");
    case "member.joined":
      return t("connections-event-joined");
    case "member.status_changed": {
      const to = statusWords(data.status);
      return data.from_status
        ? t("connections-event-moved", { from: statusWords(data.from_status), to })
        : t("connections-event-became", { status: to });
    }
    case "member.watched": {
      const time = duration(Number(data.watched_s) || 0);
      return data.mode === "live"
        ? t("connections-event-watched_live", { time })
        : t("connections-event-watched_on_demand", { time });
    }
    case "webinar.finished":
      return t("connections-event-finished");
    default:
      return eventTypeWords(type);
  }
}

/** Whom an event is about, as far as it still says; empty for one about a webinar. */
export function aboutWhom(data: Delivery["data"] = {}): string {
  const names = [data.first_name, data.last_name].filter((each) => typeof each === "string" && each !== "");
  if (names.length > 0) return names.join(" ");
  return typeof data.email === "string" ? data.email : "";
}

function statusWords(status: unknown): string {
  return (STATUSES as readonly unknown[]).includes(status)
    ? statusName(status as Status)
    : String(status ?? "–");
}

/** The size of the backlog, both ways. */
export function waits({ inbox, outgoing }: Connection): number {
  return inbox.new + inbox.waiting + outgoing.waiting + outgoing.retrying;
}

/** The number of failures that wait for a person, both ways. */
export function failures({ inbox, outgoing }: Connection): number {
  return inbox.failed + outgoing.dead;
}

/** The parts of the list's number: `3 to handle, 1 to send`. */
export function waitsWords({ inbox, outgoing }: Connection): string {
  return listed([
    [inbox.new, (count) => t("connections-waits-new", { count })],
    [inbox.waiting, (count) => t("connections-waits-unknown", { count })],
    [outgoing.waiting, (count) => t("connections-waits-send", { count })],
    [outgoing.retrying, (count) => t("connections-waits-again", { count })],
  ]);
}

export function failuresWords({ inbox, outgoing }: Connection): string {
  return listed([
    [inbox.failed, (count) => t("connections-fails-received", { count })],
    [outgoing.dead, (count) => t("connections-fails-dead", { count })],
  ]);
}

/** Why what is to be sent again was not taken, or null while nothing is. */
export function troubleWords({ outgoing }: Connection): string | null {
  const { retrying, dead, last_code, last_message } = outgoing;
  if (retrying + dead === 0 || last_code === null) return null;
  return troubleText(last_code, last_message);
}

/** The result of an attempt, as far as the state does not show it. */
export function attemptWords({ state, code, message }: Pick<Delivery, "state" | "code" | "message">): string {
  if (code === null || (state === "delivered" && code === "delivered")) return "";
  if (language() !== "en") return troubleText(code, null);
  return message ? t("connections-out-came", { code: sentence(code), message }) : sentence(code);
}

function listed(parts: readonly (readonly [number, (count: number) => string])[]): string {
  return parts
    .filter(([value]) => value > 0)
    .map(([value, words]) => words(value))
    .join(", ");
}

/** The name of a kind of connection: a vendor's own name, or a text. */
export function kindTitle({ kind, title }: ConnectionKind): string {
  return textOf(`connections-title-${kind}`) ?? title;
}

/** The purpose of a kind of connection, for choosing one. */
export function kindWords(kind: ConnectionKind): string {
  const parts = [
    kind.receives_webhooks && pushedWords(kind),
    kind.can_be_pulled && t("connections-kind-asked"),
    kind.sends_events && t("connections-kind-told"),
  ];
  return parts.filter(Boolean).join("; ");
}

function pushedWords({ reports_attendance, takes_payments }: ConnectionKind): string {
  if (reports_attendance) return t("connections-kind-pushes");
  return takes_payments ? t("connections-kind-payments") : t("connections-kind-bounces");
}

/** The result of a replay. */
export function replayedWords(replayed: number): string {
  return replayed === 0 ? t("connections-replayed-none") : t("connections-replayed", { count: replayed });
}

/** The label of a secret or a setting: `client_id` → `Client ID`, `max_age_s` → `Max age (seconds)`. */
export function nameWords(name: string): string {
  const known = textOf(`connections-field-${name}`) ?? textOf(`words-status-${name}`);
  if (known) return known;
  return sentence(name.replace(/_s$/, " (seconds)"))
    .replace(/\bid\b/gi, "ID")
    .replace(/\burl\b/gi, "URL")
    .replace(/\bapi\b/gi, "API");
}

/** Of which webinars it hears, or that it hears of none. */
export function boundWords(connection: Connection, kind: ConnectionKind | undefined): string {
  const bound = connection.webinars.length;
  if (bound > 0) return t("connections-bound", { count: bound });
  return kind?.sends_all_webinars ? t("connections-bound-all") : t("connections-bound-none");
}

/** One of the values of a setting to choose from. */
export function choiceWords(value: string): string {
  return textOf(`connections-choice-${value}`) ?? value;
}

/** Why a connection is paused or broken. */
export function stateWords({ state, state_reason }: Connection): string {
  return language() === "en" ? (state_reason ?? "") : t(`connections-state-${state}`);
}

/** The result of a test. */
export function testWords({ code, message }: Tested): string {
  return troubleText(code, message);
}
