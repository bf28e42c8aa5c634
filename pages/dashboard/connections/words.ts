/** Connections in words. Pure. */

import type {
  Connection,
  ConnectionKind,
  ConnectionState,
  Content,
  Delivery,
  DeliveryState,
  ReceivedState,
  Status,
} from "../../generated/api.ts";
import { count, duration, plural } from "../../ui/format/numbers.ts";
import type { Tone } from "../../ui/pill.tsx";
import { STATUS_LABEL, sentence } from "../words.ts";

export const STATE_LABEL: Record<ConnectionState, string> = {
  active: "Active",
  paused: "Paused",
  broken: "Broken",
};

export const STATE_TONE: Record<ConnectionState, Tone> = {
  active: "accent",
  paused: "warn",
  broken: "danger",
};

export const INBOX_LABEL: Record<ReceivedState, string> = {
  new: "New",
  done: "Handled",
  waiting: "Waiting",
  failed: "Failed",
};

export const INBOX_TONE: Record<ReceivedState, Tone> = {
  new: "plain",
  done: "accent",
  waiting: "warn",
  failed: "danger",
};

export const DELIVERY_LABEL: Record<DeliveryState, string> = {
  waiting: "Waiting",
  delivered: "Delivered",
  dead: "Dead letter",
};

export const DELIVERY_TONE: Record<DeliveryState, Tone> = {
  waiting: "plain",
  delivered: "accent",
  dead: "danger",
};

const OUTCOME_WORDS: Record<string, string> = {
  applied: "Taken over",
  unknown_event: "Nothing that we handle",
  malformed_body: "Could not be read",
  invalid_email: "No valid email address",
  no_email: "Of somebody whom nobody knows yet",
  unknown_webinar: "Of a webinar that is not bound",
  host: "Of the host, who is no attendee",
  window_closed: "After the 30 days were over",
  already_finished: "The webinar was finished before",
  event_not_started: "The event had not started",
  in_future: "Of a time that had not come",
};

const CONTENT_WORDS: Record<Content["event"], string> = {
  registered: "Registration",
  registration_cancelled: "Cancellation",
  joined: "Joined",
  left: "Left",
  session_ended: "Session ended",
  unknown: "Something else",
};

/** What a vendor tells, in one line; an event that we do not handle by the vendor's name of it. */
export function contentWords({ event, vendor_event, who }: Content): string {
  const what = (event === "unknown" && vendor_event) || CONTENT_WORDS[event];
  return who ? `${what}: ${who}` : what;
}

/** What became of something that was received. */
export function outcomeWords(outcome: string | null): string {
  if (outcome === null) return "To be handled";
  return OUTCOME_WORDS[outcome] ?? sentence(outcome);
}

const REFUSED_WORDS: Record<string, string> = {
  missing_signature: "without a signature",
  malformed_signature: "with a signature in another form",
  wrong_signature: "not signed with our secret",
  stale_signature: "with a signature that is too old",
};

/** Why the last one was refused that could not be verified. */
export function refusedWords(code: string | null): string {
  return code === null ? "" : (REFUSED_WORDS[code] ?? sentence(code).toLowerCase());
}

const EVENT_TYPE_WORDS: Record<string, string> = {
  "member.registered": "Somebody registered",
  "member.joined": "Somebody joined",
  "member.status_changed": "Somebody's status changed",
  "member.watched": "What somebody watched on a day",
  "webinar.finished": "An event was finished",
};

/** What a type of events tells, for choosing among them. */
export function eventTypeWords(type: string): string {
  return EVENT_TYPE_WORDS[type] ?? sentence(type.replaceAll(".", " "));
}

/** What an event tells, in one line. */
export function eventWords({ type, data }: Pick<Delivery, "type" | "data">): string {
  switch (type) {
    case "member.registered":
      return "Registered";
    case "member.joined":
      return "Joined";
    case "member.status_changed": {
      const to = statusWords(data.status);
      return data.from_status ? `${statusWords(data.from_status)} → ${to}` : `Became ${to}`;
    }
    case "member.watched": {
      const mode = data.mode === "live" ? "live" : "on demand";
      return `Watched ${duration(Number(data.watched_s) || 0)} ${mode}`;
    }
    case "webinar.finished":
      return "The webinar was finished";
    default:
      return sentence(type.replaceAll(".", " "));
  }
}

/** Whom an event is about, as far as it still says; empty for one about a webinar. */
export function aboutWhom(data: Delivery["data"]): string {
  const names = [data.first_name, data.last_name].filter((each) => typeof each === "string" && each !== "");
  if (names.length > 0) return names.join(" ");
  return typeof data.email === "string" ? data.email : "";
}

function statusWords(status: unknown): string {
  return STATUS_LABEL[status as Status] ?? sentence(String(status ?? "unknown"));
}

/** How much waits, both ways. */
export function waits({ inbox, outgoing }: Connection): number {
  return inbox.new + inbox.waiting + outgoing.waiting + outgoing.retrying;
}

/** How much failed for good until somebody looks, both ways. */
export function failures({ inbox, outgoing }: Connection): number {
  return inbox.failed + outgoing.dead;
}

/** What the numbers of the list consist of: `3 to handle, 1 to send`. */
export function waitsWords({ inbox, outgoing }: Connection): string {
  return listed([
    [inbox.new, "to handle"],
    [inbox.waiting, "for somebody or a webinar to be known"],
    [outgoing.waiting, "to send"],
    [outgoing.retrying, "to send again"],
  ]);
}

export function failuresWords({ inbox, outgoing }: Connection): string {
  return listed([
    [inbox.failed, "received and not handled"],
    [outgoing.dead, "not delivered"],
  ]);
}

/** Why what is to be sent again was not taken, or null while nothing is. */
export function troubleWords({ outgoing }: Connection): string | null {
  const { retrying, dead, last_code, last_message } = outgoing;
  if (retrying + dead === 0 || last_code === null) return null;
  return last_message || sentence(last_code);
}

/** What an attempt came to, as far as it says more than the state does. */
export function attemptWords({ state, code, message }: Pick<Delivery, "state" | "code" | "message">): string {
  if (code === null || (state === "delivered" && code === "delivered")) return "";
  return message ? `${sentence(code)}: ${message}` : sentence(code);
}

function listed(parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([value]) => value > 0)
    .map(([value, words]) => `${count(value)} ${words}`)
    .join(", ");
}

/** What a kind of connection does, for choosing one. */
export function kindWords({ hears, speaks, asked }: ConnectionKind): string {
  const parts = [
    hears && "pushes registrations and attendance in",
    asked && "with API credentials, people are registered there and attendance is fetched",
    speaks && "is told what changed",
  ];
  return parts.filter(Boolean).join("; ");
}

/** What a replay did. */
export function replayedWords(replayed: number): string {
  return replayed === 0
    ? "There was nothing to try again"
    : `${plural(replayed, "delivery", "deliveries")} tried again`;
}

/** What a secret or a setting is called: `client_id` → `Client ID`, `max_age_s` → `Max age (seconds)`. */
export function nameWords(name: string): string {
  return sentence(name.replace(/_s$/, " (seconds)"))
    .replace(/\bid\b/gi, "ID")
    .replace(/\burl\b/gi, "URL")
    .replace(/\bapi\b/gi, "API");
}

/** Of which webinars it hears, or that it hears of none. */
export function boundWords(connection: Connection, kind: ConnectionKind | undefined): string {
  const bound = connection.webinars.length;
  if (bound > 0) return plural(bound, "webinar");
  return kind?.told_of_all ? "all webinars" : "no webinar yet";
}
