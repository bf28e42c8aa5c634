/** Written by `npm run types` from schemas/; change the server's code, not this file. */

import type { AirPhase, ChatMode, ItemKind, LineRole, LineState, Mode, NamedOptionCount, OptionCount, PlayState, PollOption, PollQuestionType, PollResultsKind, PollState, Results, Role, RoomRole, Status, TakeOverTo, Track, UseMode } from "./api.ts";

/**
 * The confirmation that everything this connection sent up to ``seq`` is durable and counted; ``watched_s`` is the
 * watch duration in ``mode``.
 */
export interface Ack {
  type: "ack";
  seq: number;
  mode: Mode;
  watched_s: number;
  covered_s: number;
  dropped?: {
    [k: string]: number;
  };
}

/**
 * A heartbeat inside a beacon.
 */
export interface BeaconHeartbeat {
  seq: number;
  state: PlayState;
  /**
   * Each is judged on its own; what is no segment is dropped as malformed.
   */
  segments: number[][];
}

/**
 * A hello and heartbeats in one request, for pages that leave and networks that block websockets.
 */
export interface Beacon {
  join: string;
  playback: string;
  /**
   * The playback's monotonic clock.
   */
  clock_ms: number;
  heartbeats: BeaconHeartbeat[];
  /**
   * Length of what is played, seconds.
   */
  media_s?: number;
}

/**
 * The page is leaving.
 */
export interface Bye {
  type: "bye";
}

/** The reason why a message was refused. */
export const ERROR_CODES = [
  "bad_heartbeat",
  "bad_hello",
  "bad_length",
  "clock_moved",
  "malformed_json",
  "unknown_type",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * The refusal of a message, which must not be sent again; ``seq`` is the message's own, if it could be read.
 */
export interface Error {
  type: "error";
  code: ErrorCode;
  message: string;
  seq?: number;
}

/**
 * The segments played since the last heartbeat; each is judged on its own.
 */
export interface Heartbeat {
  type: "heartbeat";
  seq: number;
  state: PlayState;
  /**
   * Each is judged on its own; what is no segment is dropped as malformed.
   */
  segments: number[][];
}

/**
 * The first message of a playback's connection.
 */
export interface Hello {
  type: "hello";
  join: string;
  playback: string;
  /**
   * The playback's monotonic clock.
   */
  clock_ms: number;
}

/**
 * The length of a film that counts although it differs from the recording's length; the host is informed.
 */
export interface Length {
  type: "length";
  /**
   * Length of what is played, seconds.
   */
  media_s: number;
}

/**
 * The changes since ``version - 1`` of the same epoch, as a JSON Merge Patch (RFC 7396).
 */
export interface Patch {
  type: "patch";
  epoch: string;
  version: number;
  /**
   * A JSON Merge Patch (RFC 7396) of the state; null takes a key away.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * The server is about to shut down: connect again after about this many seconds.
 */
export interface Reconnect {
  type: "reconnect";
  after_s: number;
}

/**
 * A line as a member sees it. ``client_id`` is on their own lines; ``seq`` is missing while a line is held.
 */
export interface Line {
  id: string;
  name: string;
  text: string;
  at: string;
  programme_ms: number;
  state: LineState;
  role?: LineRole;
  question?: boolean;
  private?: boolean;
  reply_to?: string;
  client_id?: string;
  seq?: number;
}

/**
 * A stored line, answer or use, by the ids of its message; ``line`` is the line as stored.
 */
export interface RoomAccepted {
  type: "accepted";
  client_id?: string;
  line?: Line;
  poll?: string;
  question?: string;
  item?: string;
}

/**
 * Answer a question of a poll or survey; ``values`` is an option's id, several ids, a number, a boolean or text.
 */
export interface RoomAnswering {
  type: "answer";
  poll: string;
  question: string;
  values: string | number | boolean | string[];
}

/**
 * The chat's settings for this member; ``last`` is the number of the last change.
 */
export interface RoomChat {
  type: "chat";
  mode: ChatMode;
  slow_s: number;
  banned: boolean;
  last: number;
}

/**
 * Report that an overlay's button or download was clicked.
 */
export interface RoomClicked {
  type: "clicked";
  item: string;
}

/**
 * Ask for the time; ``t0`` is the page's own clock and is returned unchanged.
 */
export interface RoomClock {
  type: "clock";
  t0: number;
}

/**
 * Report that the viewer closed an overlay.
 */
export interface RoomClosed {
  type: "closed";
  item: string;
}

/**
 * The room as hosts see it. ``next`` are the items to come, soonest first.
 */
export interface Console {
  server_ms: number;
  webinar: ConsoleWebinar;
  on_air: OnAir;
  next: Item[];
  /**
   * The members in the room; null while it is not known.
   */
  viewers: number | null;
  /**
   * The members who are playing now.
   */
  watching: number | null;
  people: ConsolePerson[];
  chat: ConsoleChat;
  polls: ConsolePoll[];
  /**
   * The caller may start, end and invite.
   */
  may_direct: boolean;
}

/**
 * The chat for hosts: ``lines`` stored or changed since, in all states; ``banned`` are members.
 */
export interface ConsoleChat {
  mode: ChatMode;
  slow_s: number;
  words: string[];
  last: number;
  lines: HostLine[];
  banned: string[];
}

/**
 * A host or presenter; ``here`` is true while their console is open.
 */
export interface ConsolePerson {
  id: string;
  name: string;
  role: Role;
  here: boolean;
}

/**
 * A poll or survey of the rundown: its state now (null while it is not on air), and its results.
 */
export interface ConsolePoll {
  state: PollState | null;
  results: PollResults;
}

/**
 * The webinar of a console.
 */
export interface ConsoleWebinar {
  id: string;
  name: string;
  starts_at: string;
  ends_at: string;
  /**
   * The time from which the room can be started and taken over.
   */
  opens_at: string;
  timezone: string;
  has_rundown: boolean;
}

/**
 * A change of a poll's state that a host made by hand, in programme time.
 */
export interface Cue {
  at_ms: number;
  state: PollState;
}

/**
 * A line as operators see it; ``member_id`` is null for a host's line. ``name`` is the one that the room shows.
 */
export interface HostLine {
  id: string;
  member_id: string | null;
  name: string;
  full_name?: string;
  role: LineRole | null;
  text: string;
  question: boolean;
  mode: ChatMode;
  state: LineState;
  reply_to: string | null;
  private: boolean;
  at: string;
  programme_ms: number;
}

/**
 * An item of a rundown; its kind decides its fields.
 * ``asset_ms``, ``qualities``, ``pages``, ``continues``, ``cues``, ``to`` and ``stopped_ms`` are set by the server:
 * values sent for them are ignored.
 */
export interface Item {
  kind: ItemKind;
  start_ms: number;
  /**
   * Absent for a take over that has not ended.
   */
  duration_ms?: number;
  /**
   * Left out: a new item.
   */
  id?: string;
  track?: Track;
  title?: string;
  in_replay?: boolean;
  asset_id?: string;
  media_from_ms?: number;
  page_ms?: number[];
  text?: string;
  button?: string;
  url?: string;
  colour?: string;
  questions?: PollQuestion[];
  results?: Results;
  closes_ms?: number;
  published_ms?: number;
  asset_ms?: number;
  /**
   * The files that a film's player chooses from, the best first.
   */
  qualities?: string[];
  pages?: number;
  continues?: string;
  cues?: Cue[];
  to?: TakeOverTo;
  stopped_ms?: number;
  message?: string;
}

/**
 * The results of a question with its text.
 */
export interface NamedQuestionResults {
  id: string;
  text: string;
  type: PollQuestionType;
  answered: number;
  options: NamedOptionCount[];
}

/**
 * The items that every viewer sees at a moment. ``soon`` begins within 60 s; only ``stage`` and ``overlays`` are on
 * air.
 */
export interface OnAir {
  at: string;
  version: number;
  phase: AirPhase;
  programme_ms: number;
  starts_at: string;
  ends_at: string;
  stage: Stage | null;
  overlays: Overlay[];
  next_at: string | null;
  soon: Item[];
}

/**
 * An item over the stage, and its state.
 */
export interface Overlay {
  id: string;
  kind: ItemKind;
  title?: string;
  item: Item;
  start_ms: number;
  end_ms: number;
  state: PollState;
}

/**
 * One question; ``min`` and ``max`` bound how many options, or the rating.
 */
export interface PollQuestion {
  type: PollQuestionType;
  text: string;
  id?: string;
  options?: PollOption[];
  min?: number;
  max?: number;
  required?: boolean;
}

/**
 * The results of a poll or survey in one mode: during the event, or in the replay.
 */
export interface PollResults {
  item: string;
  kind: PollResultsKind;
  title: string | null;
  mode: UseMode;
  questions: NamedQuestionResults[];
}

/**
 * The item on stage, and the position in its media.
 */
export interface Stage {
  id: string;
  kind: ItemKind;
  title?: string;
  item: Item;
  start_ms: number;
  end_ms: number | null;
  media_ms: number;
  page?: number | null;
  /**
   * The address of the media below /m/{grant}/; null for a take over.
   */
  file?: string | null;
}

/**
 * The room as its hosts see it: at first whole, then with the lines of the chat that were stored or changed.
 */
export interface RoomConsole {
  type: "console";
  console: Console;
}

/**
 * A refused message, by its ids. With ``after_s`` the same message may be sent again so many seconds later.
 */
export interface RoomError {
  type: "error";
  code: string;
  message: string;
  after_s?: number;
  client_id?: string;
  poll?: string;
  question?: string;
  item?: string;
}

/**
 * Enter a room: as a viewer, host or presenter with the token of the own link, or as a signed-in operator with the
 * webinar's id. ``since``: the number of the last change of the chat that the page has. Said again it asks for a new
 * grant.
 */
export interface RoomSocketHello {
  type: "hello";
  join?: string;
  webinar?: string;
  since?: number;
}

/**
 * Write a line; ``client_id`` is the page's own id of it, so that a repetition is stored once.
 */
export interface RoomLine {
  type: "line";
  client_id: string;
  text: string;
  question?: boolean;
}

/**
 * A line with another state; ``last`` as for lines.
 */
export interface RoomLineChanged {
  type: "line_changed";
  id: string;
  seq: number;
  state: LineState;
  last?: number;
}

/**
 * Lines that became visible, in their order; with ``reset`` they replace all earlier ones. ``skipped``: the number
 * of lines that are left out, because there are more than anybody can read; ``last``: the number of the change up to
 * which nothing is missing now.
 */
export interface RoomLines {
  type: "lines";
  lines: Line[];
  reset?: boolean;
  skipped?: number;
  last?: number;
}

/**
 * The items on air; the same for every viewer.
 */
export interface RoomOnAir {
  type: "on_air";
  at: string;
  version: number;
  phase: AirPhase;
  programme_ms: number;
  starts_at: string;
  ends_at: string;
  stage: Stage | null;
  overlays: Overlay[];
  next_at: string | null;
  soon: Item[];
}

/**
 * The results of a question: the members that answered, and the answers by value; texts are not counted.
 */
export interface QuestionResults {
  id: string;
  answered: number;
  options: OptionCount[];
}

/**
 * A poll on air as this member sees it.
 */
export interface RoomPoll {
  type: "poll";
  item: string;
  state: PollState;
  mine?: {
    [k: string]: string | number | boolean | string[];
  };
  results?: QuestionResults[];
}

/**
 * Report that an overlay was in view.
 */
export interface RoomSeen {
  type: "seen";
  item: string;
}

/**
 * Room time when the question was read and when it was answered, ms since the epoch.
 */
export interface RoomTime {
  type: "clock";
  t0: number;
  t1: number;
  t2: number;
}

/**
 * The number of members in the room, where the webinar shows it.
 */
export interface RoomViewers {
  type: "viewers";
  viewers: number;
}

/**
 * The chat for a member who enters; ``mine`` are their own lines, with the private answers to them.
 */
export interface ChatEntry {
  mode: ChatMode;
  slow_s: number;
  banned: boolean;
  lines: Line[];
  mine: Line[];
  last: number;
}

/**
 * A poll as one member sees it: their answers by question, and the results while they are shown. Without ``mine``
 * the member's answers are those that the page knows.
 */
export interface PollView {
  item: string;
  state: PollState;
  mine?: {
    [k: string]: string | number | boolean | string[];
  };
  results?: QuestionResults[];
}

/**
 * The parts of a webinar that can be watched again; the player jumps over gaps.
 */
export interface Replay {
  duration_ms: number;
  playable_ms: number;
  spans: Span[];
  overlays: Item[];
}

/**
 * A stretch of the replay, in programme time.
 */
export interface Span {
  from_ms: number;
  to_ms: number;
  item: Item;
  file: string | null;
}

/**
 * The room as it is now. Media are at ``/m/{grant}/{file}``; operators have no grant. ``viewers``: the members in
 * the room, where the webinar shows their number. Chat and polls of hosts are in the console that follows.
 */
export interface RoomWelcome {
  type: "welcome";
  role: RoomRole;
  server_ms: number;
  grant?: string;
  on_air: OnAir;
  replay?: Replay;
  chat?: ChatEntry;
  polls?: PollView[];
  viewers?: number;
}

/**
 * An event in a member's history; ``status`` is the status since then, ``previous`` the one before.
 */
export interface Activity {
  at: string;
  kind: ActivityKind;
  member_id: string;
  name?: string;
  status?: Status;
  previous?: Status;
}

/** The kind of a recent event. */
export const ACTIVITY_KINDS = [
  "flip",
  "join",
  "vendor",
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/**
 * Members per tenth of the event watched live; highly is from 80 %, moderately from 60 % up to that.
 */
export interface Attendance {
  shares: number[];
  highly: number;
  moderately: number;
}

/**
 * Every widget of one webinar at one moment.
 */
export interface Dashboard {
  webinar: WebinarNow;
  status_counts: {
    [k: string]: number;
  };
  now: Now;
  on_demand_summary: DayVisitors[];
  on_demand_statistics: OnDemandStatistics;
  retention: Retention;
  attendance: Attendance;
  engagement: EngagementCounts;
  activity: Activity[];
}

/**
 * Distinct visitors who watched on a local day.
 */
export interface DayVisitors {
  date: string;
  visitors: number;
}

/**
 * Members who attended live, by level of engagement.
 */
export interface EngagementCounts {
  high: number;
  moderate: number;
  low: number;
}

/**
 * The members who are playing, and the members with an open socket.
 */
export interface Now {
  playing: number;
  connected: number;
}

/**
 * The on-demand window so far. The average is that of all visitors, in minutes, to one decimal.
 */
export interface OnDemandStatistics {
  days_left: number;
  visitors: number;
  average_watch_min: number;
}

/**
 * ``counts[i]`` members have watched second ``i * step_s`` of the recording.
 */
export interface Retention {
  step_s: number;
  counts: number[];
}

/**
 * The webinar of a dashboard, and its phase.
 */
export interface WebinarNow {
  id: string;
  name: string;
  mode: Mode;
  days_left: number;
}

/**
 * A dashboard's whole state.
 */
export interface Snapshot {
  type: "snapshot";
  epoch: string;
  version: number;
  data: Dashboard;
}

/**
 * The member's status has changed to this one.
 */
export interface StatusChanged {
  type: "status";
  status: Status;
}

/** The reason why the server accepts no more messages from a playback. */
export const STOP_REASONS = [
  "event_cancelled",
  "revoked",
  "window_closed",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/**
 * The server accepts nothing more from this playback.
 */
export interface Stop {
  type: "stop";
  reason: StopReason;
}

/**
 * The first and only message of a dashboard; without a key the signed-in cookie counts.
 */
export interface Subscribe {
  type: "subscribe";
  webinar: string;
  key?: string;
}

/**
 * The server cannot count at the moment: the page keeps what it sent, and the ack follows when counting resumes.
 * Sent once for each outage.
 */
export interface Waiting {
  type: "waiting";
}

/**
 * The recording's length and address, with which a page tells the recording from an advertisement.
 */
export interface PlayedRecording {
  duration_s: number;
  url: string;
}

/**
 * The answer to a hello. ``resume_s`` is the position in the recording at which the member stopped; ``recording``
 * is present on demand, when the recording has an address.
 */
export interface Welcome {
  type: "welcome";
  playback: string;
  anchor_at: string;
  mode: Mode;
  heartbeat_s: number;
  watched_s: number;
  covered_s: number;
  threshold_s: number;
  status: Status;
  resume_s: number;
  server_time: string;
  recording?: PlayedRecording;
}
