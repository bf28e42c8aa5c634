/**
 * A campaign's flow while it is edited: the API's own JSON, with templates to start from.
 *
 * Source: docs/audiences.md, Campaigns
 */

import { t } from "../../i18n/texts.ts";

export type Json = { [key: string]: unknown };
export type Errors = Readonly<Record<string, string>>;

export interface Flow {
  triggers?: readonly Json[];
  schedule?: Json;
  scope?: string;
  webinar?: string;
  filter?: Json;
  goal?: Json;
  runs?: unknown;
  steps: readonly Json[];
  timezone?: string;
}

export const STARTS = [
  "registered",
  "no_seat",
  "status_changed",
  "attends_event",
  "watched_at_least",
  "interaction",
  "submitted",
  "mail_bounced",
  "at_moment",
  "entered_segment",
  "schedule",
] as const;
export type Start = (typeof STARTS)[number];

export const STEPS = [
  "send_mail",
  "wait",
  "set_status",
  "set_property",
  "new_link",
  "add_to_list",
  "remove_from_list",
  "add_to_vendor_list",
  "remove_from_vendor_list",
  "call_webhook",
  "only_if",
  "stop",
] as const;
export type StepName = (typeof STEPS)[number];

export const TEMPLATES = ["last_call", "missed", "thanks", "sales", "no_seat"] as const;
export type Template = (typeof TEMPLATES)[number];

/** The beginning of a flow, as it is first offered. */
export function firstTrigger(start: Start, segment: string): Json {
  switch (start) {
    case "status_changed":
      return { on: start, to: "no_show" };
    case "attends_event":
      return { on: start, mode: "either" };
    case "watched_at_least":
      return { on: start, minutes: 20, mode: "either" };
    case "at_moment":
      return { on: start, of: "closes_at", offset: "-3 days" };
    case "entered_segment":
      return { on: start, id: segment };
    default:
      return { on: start };
  }
}

/** Why a campaign may write to a person. */
export const BASES = ["consent", "legitimate_interest"] as const;
export type Basis = (typeof BASES)[number];

export function mail(subject: string, text: string, basis: Basis): Json {
  return { do: "send_mail", basis, template: { subject, text, html: htmlOf(text) } };
}

/** A paragraph for each part of a text; a template's fields stay as they are. */
export function htmlOf(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", "<br>"))
    .map((part) => `<p>${part.replaceAll("{{ link }}", '<a href="{{ link }}">{{ link }}</a>')}</p>`)
    .join("\n");
}

/** The ids that steps can name: lists, connections to call, and connections to vendors with lists. */
export interface StepOffer {
  lists: readonly string[];
  connections: readonly string[];
  vendors: readonly string[];
  /** A run is about a member of one webinar, so that a step may speak of it. */
  ofMembers: boolean;
}

/** Whether a vendor of this kind has lists that a step can change. */
export function hasLists(kind: string): boolean {
  return kind === "hubspot" || kind === "marketo";
}

/** The connections that can do a step. */
export function ableTo(
  step: "call_webhook" | "add_to_vendor_list",
  connections: readonly { id: string; kind: string }[],
): readonly string[] {
  return connections
    .filter(({ kind }) => (step === "call_webhook" ? kind === "webhook" : hasLists(kind)))
    .map((each) => each.id);
}

/** Whether there is what a step needs. */
export function canOffer(name: StepName, offer: StepOffer): boolean {
  if (name === "set_status" || name === "new_link") return offer.ofMembers;
  if (name.endsWith("_vendor_list")) return offer.vendors.length > 0;
  if (name.endsWith("_list")) return offer.lists.length > 0;
  return name !== "call_webhook" || offer.connections.length > 0;
}

/** A step, as it is first offered. */
export function firstStep(name: StepName, offer: StepOffer): Json {
  switch (name) {
    case "send_mail":
      return mail(
        t("campaigns-mail_subject"),
        offer.ofMembers ? t("campaigns-mail_text") : t("campaigns-mail_text_people"),
        "consent",
      );
    case "wait":
      return { do: name, for: "2 days" };
    case "set_status":
      return { do: name, status: "attended" };
    case "set_property":
      return { do: name, key: "campaign", value: true };
    case "call_webhook":
      return { do: name, connection: offer.connections[0] ?? "" };
    case "add_to_list":
    case "remove_from_list":
      return { do: name, segment: offer.lists[0] ?? "" };
    case "add_to_vendor_list":
    case "remove_from_vendor_list":
      return { do: name, connection: offer.vendors[0] ?? "", list: "" };
    case "only_if":
      return { do: name, filter: { filter: "attended_event" } };
    default:
      return { do: name };
  }
}

/** Mails about an event that a person registered for need no further consent. */
const ABOUT_THE_EVENT: Basis = "legitimate_interest";

/** The flow of a template. */
export function template(name: Template, connections: readonly string[]): Flow {
  const subject = t(`campaigns-template-${name}_subject`);
  const text = t(`campaigns-template-${name}_text`);
  const missing = { filter: "not_attended_event" };
  switch (name) {
    case "last_call":
      return {
        triggers: [{ on: "at_moment", of: "closes_at", offset: "-3 days" }],
        filter: missing,
        steps: [mail(subject, text, ABOUT_THE_EVENT)],
      };
    case "missed":
      return {
        triggers: [{ on: "status_changed", to: "no_show" }],
        filter: { filter: "not_attended_event", event_mode: "on_demand" },
        steps: [{ do: "wait", for: "2 days" }, mail(subject, text, ABOUT_THE_EVENT)],
      };
    case "thanks":
      return {
        triggers: [{ on: "attends_event", mode: "either" }],
        steps: [mail(subject, text, ABOUT_THE_EVENT)],
      };
    case "sales":
      return {
        triggers: [{ on: "watched_at_least", minutes: 20, mode: "either" }],
        steps: [
          connections[0]
            ? { do: "call_webhook", connection: connections[0] }
            : { do: "set_property", key: "watched_20_minutes", value: true },
        ],
      };
    case "no_seat":
      return { triggers: [{ on: "no_seat" }], steps: [mail(subject, text, ABOUT_THE_EVENT)] };
  }
}

/** A list with two neighbours exchanged. */
export function swapped<T>(items: readonly T[], index: number, by: number): readonly T[] {
  const next = [...items];
  const [one, other] = [next[index], next[index + by]];
  if (one === undefined || other === undefined) return items;
  next[index] = other;
  next[index + by] = one;
  return next;
}
