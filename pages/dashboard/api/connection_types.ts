/** The objects of docs/vendors.md as this page reads them. */

import type { InstantText } from "./types.ts";

export type ConnectionState = "active" | "paused" | "broken";

export const INBOX_STATES = ["new", "done", "waiting", "failed"] as const;
export type InboxState = (typeof INBOX_STATES)[number];

export const DELIVERY_STATES = ["waiting", "delivered", "dead"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** As much of JSON Schema as settings use. */
export interface Schema {
  $ref?: string;
  $defs?: Readonly<Record<string, Schema>>;
  title?: string;
  description?: string;
  type?: string;
  anyOf?: readonly Schema[];
  enum?: readonly (string | number | null)[];
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  default?: unknown;
}

export interface SecretKind {
  name: string;
  required: boolean;
  /** Without one the server makes one. */
  made_here: boolean;
}

export interface ConnectionKind {
  kind: string;
  title: string;
  secrets: SecretKind[];
  settings: Schema;
  /** The vendor pushes to us. */
  hears: boolean;
  /** We tell the vendor of events. */
  speaks: boolean;
  /** We can ask the vendor what it knows. */
  asked: boolean;
  /** What the vendor calls its id of a webinar; null where it has none. */
  external_id: string | null;
  /** The types of events that it can be told of. */
  events: string[];
  /** Bound to no webinar, it is told of all. */
  told_of_all: boolean;
}

export interface Binding {
  webinar_id: string;
  external_id: string;
  settings: Record<string, unknown>;
}

export interface Connection {
  id: string;
  kind: string;
  name: string;
  /** What the vendor calls; null for one that is only spoken to. */
  url: string | null;
  state: ConnectionState;
  state_reason: string | null;
  settings: Record<string, unknown>;
  secret_names: string[];
  webinars: Binding[];
  /** The types of events that it wants; null: all that its kind understands. */
  events: string[] | null;
  created_at: InstantText;
  last_heard_at: InstantText | null;
  last_spoke_at: InstantText | null;
  refused: number;
  last_refused_at: InstantText | null;
  last_refused_code: string | null;
  inbox: Record<InboxState, number>;
  outgoing: Outgoing;
  /** Secrets that the server made just now, shown this once. */
  made: Record<string, string>;
}

/** Deliveries to the vendor. */
export interface Outgoing {
  waiting: number;
  retrying: number;
  dead: number;
  /** What the latest attempt came to of those that are not delivered. */
  last_code: string | null;
  last_message: string | null;
}

export interface NewConnection {
  kind: string;
  name: string;
  secrets: Record<string, string>;
  settings: Record<string, unknown>;
  events: string[] | null;
}

export interface ConnectionChange {
  name?: string;
  events?: string[] | null;
  settings?: Record<string, unknown>;
  webinars?: Binding[];
}

export interface Tested {
  works: boolean;
  code: string;
  message: string;
}

/** One thing that a delivery tells. */
export interface Content {
  event: "registered" | "registration_cancelled" | "joined" | "left" | "session_ended" | "unknown";
  /** The vendor's name of one that we do not handle. */
  vendor_event: string | null;
  /** The vendor's id of the webinar. */
  external_id: string | null;
  /** The webinar that is bound to that id now. */
  webinar_id: string | null;
  /** A name, else an email, as the vendor told. */
  who: string | null;
}

/** Something the vendor sent, and what became of it. */
export interface Received {
  id: number;
  received_at: InstantText;
  state: InboxState;
  handled_at: InstantText | null;
  outcome: string | null;
  detail: string | null;
  attempts: number;
  /** Empty once the body is gone. */
  tells: Content[];
}

/** One event on its way to a vendor. */
export interface Delivery {
  id: string;
  event_id: string;
  type: string;
  at: InstantText;
  data: Record<string, unknown>;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: InstantText | null;
  attempted_at: InstantText | null;
  code: string | null;
  message: string | null;
}
