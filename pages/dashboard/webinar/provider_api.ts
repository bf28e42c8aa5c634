import { request } from "../../ui/request.ts";
import type { ConnectionState } from "../api/connection_types.ts";
import type { InstantText } from "../api/types.ts";

/** A vendor that a webinar is bound to and that can be asked what it knows. */
export interface Provider {
  connection_id: string;
  kind: string;
  name: string;
  external_id: string;
  state: ConnectionState;
  /** When the last pull that came to its end began. */
  last_pulled_at: InstantText | null;
  /** `pulled`, or what went wrong. */
  last_code: string | null;
  last_message: string | null;
  /** Null: never by itself. */
  next_pull_at: InstantText | null;
  pulling: boolean;
}

export interface Providers {
  connections: Provider[];
  /** Members whom a provider has to confirm. */
  registering: number;
  /** Why they wait, when asking about one of them failed. */
  registering_code: string | null;
  registering_message: string | null;
  /** Members whom a provider refused. */
  registration_errors: number;
}

export interface Asked {
  connection_id: string;
  state: "asked" | "nothing_to_ask";
  code: string | null;
}

export const providers = {
  read: (webinar: string, signal: AbortSignal) =>
    request<Providers>("GET", `/webinars/${webinar}/provider`, { signal }),
  refresh: (webinar: string) => request<{ connections: Asked[] }>("POST", `/webinars/${webinar}/refresh`),
  /** Registers everybody again whom a provider refused. */
  retry: (webinar: string) => request<{ retried: number }>("POST", `/webinars/${webinar}/members/retry`),
};
