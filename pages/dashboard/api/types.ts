/** The objects of docs/protocol.md, REST, as this page reads them. */

export const STATUSES = [
  "not_in_program",
  "invited",
  "waitlisted",
  "pending_approval",
  "rejected",
  "registration_error",
  "registered",
  "no_show",
  "attended_on_demand",
  "attended",
] as const;
export type Status = (typeof STATUSES)[number];
export type StatusCounts = Record<Status, number>;

export type Phase = "waiting" | "live" | "on_demand" | "closed";
export type Mode = "live" | "on_demand";
export type Scope = "read" | "write" | "privacy" | "admin";

/** An instant as RFC 3339 text in UTC. */
export type InstantText = string;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Session {
  name: string;
  scopes: Scope[];
  expires_at: InstantText;
}

export interface Recording {
  url: string;
  duration_s: number;
  version: number;
}

/** What somebody may set; every field but the first three is optional on the wire. */
export interface WebinarFields {
  name: string;
  starts_at: InstantText;
  ends_at: InstantText;
  timezone: string;
  live_url: string | null;
  watch_url: string | null;
  allowed_origins: string[];
  watch_threshold_s: number;
  finish_grace_s: number;
  attendee_limit: number | null;
  registrant_limit: number | null;
  cancellations: "ignore" | "remove";
  flip_on: "watch" | "click";
}

export interface Webinar extends WebinarFields {
  id: string;
  recording: Recording | null;
  phase: Phase;
  mode: Mode;
  days_left: number;
  has_provider: boolean;
  closes_at: InstantText;
  finished_at: InstantText | null;
  status_counts: StatusCounts;
  created_at: InstantText;
}

export type WebinarChange = Partial<Omit<WebinarFields, "finish_grace_s">> & {
  /** Null: the default, which a provider lengthens. */
  finish_grace_s?: number | null;
  recording?: { url: string; duration_s: number; replaces?: boolean } | null;
};

export interface MemberFields {
  email: string;
  first_name?: string;
  last_name?: string;
  phone?: string;
  company?: string;
  job_title?: string;
}

export interface Member {
  id: string;
  webinar_id: string;
  person_id: string;
  /** Null once the person was erased. */
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  phone: string | null;
  company: string | null;
  job_title: string | null;
  status: Status;
  status_reason: string | null;
  status_at: InstantText;
  registering: boolean;
  watched_s: { live: number; on_demand: number };
  covered_s: number;
  join_url: string | null;
  first_watched_at: InstantText | null;
  last_watched_at: InstantText | null;
  joined_at: InstantText | null;
  created_at: InstantText;
}

export type Outcome = "created" | "updated" | "skipped";

export interface AddResult {
  email: string;
  outcome: Outcome;
  code?: string | null;
  member?: Member | null;
}

export interface ImportRow {
  line: number;
  email: string;
  outcome: Outcome;
  code?: string | null;
}

export interface ImportResult {
  results: ImportRow[];
  created: number;
  updated: number;
  skipped: number;
}

export interface TimelineItem {
  at: InstantText;
  kind: string;
  [detail: string]: unknown;
}

export type DropReason =
  | "malformed"
  | "backwards"
  | "too_fast"
  | "stalled"
  | "before_hello"
  | "future"
  | "out_of_window"
  | "limit";

export interface ModeWatch {
  watched_s: number;
  intervals: [InstantText, InstantText][];
}

export interface PlaybackRecord {
  playback: string;
  anchor_at: InstantText;
  hello_at?: InstantText;
  heard_at?: InstantText;
  recording_version?: number;
}

export interface RecentDrop {
  at: InstantText;
  reason: string;
  playback: string;
  segment: unknown[];
}

export interface Explanation {
  live: ModeWatch;
  on_demand: ModeWatch;
  /** Half-open ranges of whole seconds of the recording. */
  covered: [number, number][];
  playbacks: PlaybackRecord[];
  drops: Record<string, number>;
  recent_drops: RecentDrop[];
}

export interface ApiKey {
  id: string;
  name: string;
  scopes: Scope[];
  created_at?: InstantText;
  revoked_at?: InstantText | null;
}

export interface NewApiKey extends ApiKey {
  key: string;
}

export interface FinishResult {
  attended: number;
  no_show: number;
  [status: string]: unknown;
}
