/** Written by `npm run types` from schemas/; change the server's code, not this file. */

/**
 * Every error (RFC 9457). ``code`` is stable; ``detail`` is for people and may change.
 * ``values`` are the limits that it names, by name, for texts in other languages.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  request_id?: string;
  errors?: FieldError[];
  values?: {
    [k: string]: string | number;
  };
}

/**
 * An error in one field of a request. ``field`` is a JSON Pointer (``/recording/duration_s``).
 */
export interface FieldError {
  field: string;
  code: string;
  message: string;
  values?: {
    [k: string]: string | number;
  };
}

/**
 * The data of the join page. ``opens_at``: when the live room opens; ``automated``: the webinar plays on this page;
 * ``click_decides``: a confirmed click changes a status now, so that the page waits for a sign of a person.
 */
export interface Join {
  phase: Phase;
  name: string;
  starts_at: string;
  ends_at: string;
  closes_at: string;
  opens_at: string;
  timezone: string;
  server_time: string;
  recording: JoinRecording | null;
  captions: JoinCaptions[];
  rundown: JoinRundown | null;
  live_url: string | null;
  watch_url: string | null;
  automated: boolean;
  calendar_url: string;
  click_decides: boolean;
  status: Status;
}

/** The page that the join link shows at a moment. */
export const PHASES = [
  "closed",
  "live",
  "on_demand",
  "waiting",
] as const;
export type Phase = (typeof PHASES)[number];

/**
 * The recording of a webinar, as the join page plays it.
 */
export interface JoinRecording {
  url: string;
  duration_s: number;
}

/**
 * Captions of the recording in one language, as WebVTT.
 */
export interface JoinCaptions {
  language: string;
  url: string;
}

/**
 * The rundown of an automated webinar; the room sends its items.
 */
export interface JoinRundown {
  duration_s: number;
  playable_s: number;
}

/** The status of a member in a webinar; the values are the names on the wire. */
export const STATUSES = [
  "attended",
  "attended_on_demand",
  "invited",
  "no_show",
  "not_in_program",
  "pending_approval",
  "registered",
  "registration_error",
  "rejected",
  "waitlisted",
] as const;
export type Status = (typeof STATUSES)[number];

/**
 * The next step of the page after its confirmed click: open ``url``, play here (``play``), or wait.
 */
export interface Click {
  next: ClickNext;
  url?: string;
}

/**
 * Messages to the room, answered in their order. ``since``: the number of the last change of the chat that the page
 * has; with it, later changes come along.
 */
export interface RoomRequest {
  since?: number;
  messages: (RoomHello | RoomClock | RoomLine | RoomAnswering | RoomSeen | RoomClicked | RoomClosed)[];
}

/**
 * Enter the room, or ask for a new grant.
 */
export interface RoomHello {
  type: "hello";
}

/**
 * Ask for the time; ``t0`` is the page's own clock and is returned unchanged.
 */
export interface RoomClock {
  type: "clock";
  t0: number;
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
 * Answer a question of a poll or survey; ``values`` is an option's id, several ids, a number, a boolean or text.
 */
export interface RoomAnswering {
  type: "answer";
  poll: string;
  question: string;
  values: string | number | boolean | string[];
}

/**
 * Report that an overlay was in view.
 */
export interface RoomSeen {
  type: "seen";
  item: string;
}

/**
 * Report that an overlay's button or download was clicked.
 */
export interface RoomClicked {
  type: "clicked";
  item: string;
}

/**
 * Report that the viewer closed an overlay.
 */
export interface RoomClosed {
  type: "closed";
  item: string;
}

/**
 * The answers, in the order of the questions; the items on air come last unless a welcome contains them.
 */
export interface Room {
  messages: (
    | RoomWelcome
    | RoomTime
    | RoomOnAir
    | RoomAccepted
    | RoomError
    | RoomChat
    | RoomLines
    | RoomLineChanged
    | RoomPoll
    | RoomViewers
    | RoomConsole
  )[];
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

/** The role of somebody in the room; an operator came with a session instead of a link. */
export const ROOM_ROLES = [
  "host",
  "operator",
  "presenter",
  "viewer",
] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

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

/** The phase of an automated webinar. */
export const AIR_PHASES = [
  "before",
  "buffer",
  "ended",
  "running",
  "taken_over",
] as const;
export type AirPhase = (typeof AIR_PHASES)[number];

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

/** The kind of an item; the first four and a take over are on stage, the others are overlays. */
export const ITEM_KINDS = [
  "announcement",
  "audio",
  "call_to_action",
  "handout",
  "image",
  "poll",
  "slides",
  "survey",
  "take_over",
  "video",
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

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

/** The track of an item: the stage, with one item at a time, or the overlays on it. */
export const TRACKS = [
  "overlay",
  "stage",
] as const;
export type Track = (typeof TRACKS)[number];

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

/** The form of an answer to a question. */
export const POLL_QUESTION_TYPES = [
  "long_text",
  "rating",
  "several",
  "single",
  "text",
  "yes_no",
] as const;
export type PollQuestionType = (typeof POLL_QUESTION_TYPES)[number];

/**
 * One choice of a question.
 */
export interface PollOption {
  text: string;
  id?: string;
}

/** The time at which viewers see a poll's results. */
export const RESULTS = [
  "after_answering",
  "after_closing",
  "always",
  "never",
] as const;
export type Results = (typeof RESULTS)[number];

/**
 * A change of a poll's state that a host made by hand, in programme time.
 */
export interface Cue {
  at_ms: number;
  state: PollState;
}

/** The state of a poll overlay: it accepts answers, accepts no more, or shows its results. */
export const POLL_STATES = [
  "closed",
  "open",
  "published",
] as const;
export type PollState = (typeof POLL_STATES)[number];

/** The destination of a take over: a live room elsewhere, a message, or questions and answers in the chat. */
export const TAKE_OVER_TOS = [
  "chat",
  "live_url",
  "slate",
] as const;
export type TakeOverTo = (typeof TAKE_OVER_TOS)[number];

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

/** The mode of a chat, which decides the first state of a line. */
export const CHAT_MODES = [
  "answer_later",
  "moderated",
  "none",
  "open",
] as const;
export type ChatMode = (typeof CHAT_MODES)[number];

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

/** The state of a line. */
export const LINE_STATES = [
  "deleted",
  "held",
  "rejected",
  "visible",
] as const;
export type LineState = (typeof LINE_STATES)[number];

/** The role of a line's writer; members have none. */
export const LINE_ROLES = [
  "host",
  "presenter",
] as const;
export type LineRole = (typeof LINE_ROLES)[number];

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
 * The results of a question: the members that answered, and the answers by value; texts are not counted.
 */
export interface QuestionResults {
  id: string;
  answered: number;
  options: OptionCount[];
}

/**
 * The number of answers with one value: an option's id, a rating, ``true`` or ``false``.
 */
export interface OptionCount {
  id: string;
  count: number;
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
 * The number of members in the room, where the webinar shows it.
 */
export interface RoomViewers {
  type: "viewers";
  viewers: number;
}

/**
 * The room as its hosts see it: at first whole, then with the lines of the chat that were stored or changed.
 */
export interface RoomConsole {
  type: "console";
  console: Console;
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
 * A host or presenter; ``here`` is true while their console is open.
 */
export interface ConsolePerson {
  id: string;
  name?: string;
  role: Role;
  here: boolean;
}

/** The rights of a presenter's link: a host may do everything, a presenter everything but end and invite. */
export const ROLES = [
  "host",
  "presenter",
] as const;
export type Role = (typeof ROLES)[number];

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
 * A line as operators see it; ``member_id`` is null for a host's line. ``name`` is the one that the room shows.
 */
export interface HostLine {
  id: string;
  member_id: string | null;
  name?: string;
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
 * A poll or survey of the rundown: its state now (null while it is not on air), and its results.
 */
export interface ConsolePoll {
  state: PollState | null;
  results: PollResults;
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

/** The mode of a use or answer: during the event, or in the replay. */
export const USE_MODES = [
  "live",
  "replay",
] as const;
export type UseMode = (typeof USE_MODES)[number];

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
 * The number of answers with one value; ``text`` is that of an option.
 */
export interface NamedOptionCount {
  id: string;
  text?: string;
  count: number;
}

/**
 * ``ready`` while Redis answers; the state of each engine; what an ack guarantees.
 */
export interface Readiness {
  ready: boolean;
  redis: EngineState;
  postgres: EngineState;
  ack: Durability;
  proxy?: ProxyState;
}

/** The state of an engine. */
export const ENGINE_STATES = [
  "clock_off",
  "down",
  "partly",
  "read_only",
  "up",
] as const;
export type EngineState = (typeof ENGINE_STATES)[number];

/** The durability of an ack: the data that a power failure of the Redis machine may lose. */
export const DURABILITIES = [
  "flushed",
  "unknown",
  "volatile",
  "within_a_second",
] as const;
export type Durability = (typeof DURABILITIES)[number];

/**
 * The state of the proxy in front of this process.
 */
export type ProxyState = "not_trusted";

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
 * A heartbeat inside a beacon.
 */
export interface BeaconHeartbeat {
  seq: number;
  state: PlayState;
  segments: unknown[];
}

/** The state of the player. */
export const PLAY_STATES = [
  "buffering",
  "ended",
  "paused",
  "playing",
] as const;
export type PlayState = (typeof PLAY_STATES)[number];

/**
 * A member took a seat.
 */
export interface MemberRegistered {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
}

/**
 * A member's first confirmed click or playback.
 */
export interface MemberJoined {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  joined_at: string;
}

/**
 * A change of a member's status. ``from_status`` is null for a new member; ``happened_at`` is the time of the
 * deciding fact, earlier than the event when a vendor reported it later.
 */
export interface MemberStatusChanged {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  from_status: Status | null;
  reason?: string | null;
  happened_at: string;
  correction?: true;
  source?: Source;
}

/** The source of a fact. */
export const SOURCES = [
  "capacity",
  "clock",
  "form",
  "import",
  "operator",
  "vendor",
  "viewer",
] as const;
export type Source = (typeof SOURCES)[number];

/**
 * The watch duration of a member in one mode on one local day, in total. A later ``revision`` replaces earlier
 * ones; ``watched_s`` is 0 when a vendor retracted its report.
 */
export interface MemberWatched {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  mode: Mode;
  day: string;
  revision: number;
  watched_s: number;
  first_at: string;
  last_at: string;
}

/** The mode in which a moment was played: live until the event's end, on demand from then on. */
export const MODES = [
  "live",
  "on_demand",
] as const;
export type Mode = (typeof MODES)[number];

/**
 * A member's first click on a call to action or handout, once in each mode.
 */
export interface MemberClicked {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  item: string;
  kind: string;
  title?: string | null;
  mode: UseMode;
  clicked_at: string;
}

/**
 * A member's answer to a question of a poll or survey; a later one replaces an earlier one. ``value`` is an option
 * or several, by id, a number, a boolean or text, and null once erased.
 */
export interface MemberAnswered {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  item: string;
  kind: string;
  title?: string | null;
  mode: UseMode;
  question: string;
  question_text: string;
  value?: string | number | boolean | string[] | null;
  answered_at: string;
}

/**
 * A question that a member wrote into the chat.
 */
export interface MemberAsked {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  line_id: string;
  text?: string | null;
  asked_at: string;
}

/**
 * A row entered a segment whose changes are published.
 */
export interface SegmentEntered {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  segment_id: string;
  segment_name: string;
  times: number;
}

/**
 * A row left a segment whose changes are published.
 */
export interface SegmentLeft {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  segment_id: string;
  segment_name: string;
  times: number;
}

/**
 * A campaign's run reached a step that calls this connection. ``place`` is the step, counted from 0; ``test`` is
 * true when somebody tries the campaign.
 */
export interface CampaignStep {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  campaign_id: string;
  campaign_name: string;
  run_id: string;
  place: string;
  test?: boolean;
}

/**
 * A campaign's run reached a step that puts the person on a vendor's list, or takes the person off it. ``list_id``
 * is the vendor's id of the list. Only vendors that have lists receive it, webhooks do not.
 */
export interface CampaignListStep {
  sequence: number;
  webinar_id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  status: Status;
  campaign_id: string;
  campaign_name: string;
  run_id: string;
  place: string;
  test?: boolean;
  list_id: string;
  change: CampaignListStepChange;
}

/**
 * The finish of a webinar; the events about its No-Shows follow.
 */
export interface WebinarFinished {
  webinar_id: string;
  name: string;
  finished_at: string;
}

/**
 * A finish was retracted. ``ends_at`` is the new end: the planned one, or an earlier one when something was played
 * after it.
 */
export interface WebinarReopened {
  webinar_id: string;
  name: string;
  ends_at: string;
  reopened_at: string;
}

/**
 * The recording of a webinar cannot be played. ``noticed_by``: by a check, or by a viewer's player. ``reasons``:
 * the findings of the check, or the player's reason (network, decode, source, encryption).
 */
export interface WebinarRecordingFailed {
  webinar_id: string;
  name: string;
  noticed_by: WebinarRecordingFailedNoticedBy;
  reasons: string[];
  failed_at: string;
}

/**
 * A check found that the recording of a webinar can be played again.
 */
export interface WebinarRecordingRestored {
  webinar_id: string;
  name: string;
  restored_at: string;
}

/**
 * The outcome of a registration form: one event for each form, after the confirmation click if addresses are
 * confirmed. ``outcome``: member, no_seat, rejected, removed or closed. A form that led to no member contains no name.
 */
export interface FormSubmitted {
  submission_id: string;
  webinar_id: string;
  outcome: string;
  person_id?: string | null;
  member_id?: string | null;
}

/**
 * A mail did not arrive (``hard``: the address gets no more mails; ``soft``: later mails may arrive), or its
 * recipient reported it as spam (``complaint``: no more mails either). ``kind`` is the kind of mail.
 */
export interface MailBounced {
  mail_id: string;
  webinar_id: string;
  kind: string;
  bounce: MailBouncedBounce;
  bounced_at: string;
  member_id?: string | null;
  email?: string | null;
  reason?: string | null;
}

/**
 * A test of a connection by an operator; ``name`` is the connection's name.
 */
export interface ConnectionTested {
  name: string;
}

/**
 * An API key, or the code of a one-time link: exactly one of the two.
 */
export interface SignIn {
  key?: string;
  code?: string;
}

/**
 * The signed-in caller. ``expires_at`` is null for a call with an API key.
 */
export interface Session {
  name: string;
  scopes: SessionScope[];
  expires_at: string | null;
}

/**
 * All keys that are not revoked, oldest first; always one page.
 */
export interface Keys {
  items: Key[];
  next_cursor?: null;
}

/**
 * An API key without its secret.
 */
export interface Key {
  id: string;
  name: string;
  scopes: SessionScope[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

/**
 * An API key to make. ``admin`` implies every other scope.
 */
export interface CreateKey {
  name: string;
  scopes: SessionScope[];
  expires_at?: string | null;
}

/**
 * A new API key; ``key`` is shown this once and stored only as a hash.
 */
export interface NewKey {
  id: string;
  name: string;
  scopes: SessionScope[];
  created_at: string;
  expires_at: string | null;
  key: string;
}

/**
 * The time for which the old secret stays valid: a day by default, so that a program can be given the new one
 * meanwhile.
 */
export interface RotateKey {
  old_valid_s?: number;
}

/**
 * All sessions that are valid now, the last seen first; always one page.
 */
export interface Sessions {
  items: ListedSession[];
  next_cursor?: null;
}

/**
 * A session: its owner, start and origin; `current` marks the session of this call. Null stands for data that was
 * not stored at the time.
 */
export interface ListedSession {
  id: string;
  name: string;
  key_id: string | null;
  scopes: SessionScope[];
  created_at: string | null;
  last_seen_at: string | null;
  expires_at: string;
  address: string | null;
  browser: string | null;
  current: boolean;
}

/**
 * The number of sessions that were ended.
 */
export interface EndedSessions {
  ended: number;
}

/**
 * Entries of the audit log, latest first.
 */
export interface AuditLog {
  items: AuditEntry[];
  next_cursor: string | null;
}

/**
 * An action: its caller, kind, time and origin. One entry may sum up several calls, from `happened_at` to
 * `last_at`.
 */
export interface AuditEntry {
  id: number;
  happened_at: string;
  last_at: string;
  calls: number;
  actor: AuditEntryActor;
  actor_id: string | null;
  actor_name: string;
  action: string;
  target: string | null;
  target_id: string | null;
  /**
   * The name that a webinar, connection, key, segment, campaign or file has now; null for all else and for what is gone.
   */
  target_name: string | null;
  address: string | null;
  details: {
    [k: string]: number | string;
  };
}

/**
 * A file to fetch from an address.
 */
export interface FetchMedia {
  /**
   * The address of the file itself; redirects are followed.
   */
  url: string;
  /**
   * Left out: the last part of the address.
   */
  name?: string | null;
}

/**
 * A file of the media library.
 */
export interface Asset {
  id: string;
  name: string;
  /**
   * Null until the file has arrived and was recognised.
   */
  kind: AssetKind | null;
  state: AssetState;
  /**
   * The progress of the upload, then of the conversion.
   */
  progress: number;
  /**
   * The expected duration of the conversion, once it is known.
   */
  left_s: number | null;
  /**
   * The reason why a file cannot be used.
   */
  code: string | null;
  /**
   * The problem as a sentence that says what to do.
   */
  message: string | null;
  duration_ms: number | null;
  width: number | null;
  height: number | null;
  pages: number | null;
  /**
   * The space that it uses in the library.
   */
  bytes: number;
  /**
   * The names of the files that can be fetched, the main one first.
   */
  files: string[];
  /**
   * The languages in which it has captions.
   */
  captions: string[];
  used_by: Use[];
  /**
   * True for a file that comes from an address.
   */
  is_fetched: boolean;
  created_at: string;
}

/** The kind of an asset, which decides how it can be shown; a file can only be downloaded. */
export const ASSET_KINDS = [
  "audio",
  "file",
  "image",
  "slides",
  "video",
] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** The state of an asset. */
export const ASSET_STATES = [
  "converting",
  "failed",
  "ready",
  "uploading",
  "waiting",
] as const;
export type AssetState = (typeof ASSET_STATES)[number];

/**
 * A webinar that plays an asset.
 */
export interface Use {
  webinar_id: string;
  name: string;
}

/**
 * A page of assets, the newest first.
 */
export interface AssetPage {
  items: Asset[];
  next_cursor: string | null;
  space: LibrarySpace;
}

/**
 * The storage of the media library: bytes in use, and bytes allowed.
 */
export interface LibrarySpace {
  /**
   * Originals and results, announced uploads included.
   */
  used_bytes: number;
  /**
   * Null: no limit but the disk.
   */
  limit_bytes: number | null;
  max_file_bytes: number;
  /**
   * False without ffmpeg: only pictures and PDFs are accepted.
   */
  converts_film: boolean;
  /**
   * True with LibreOffice: presentations need not be exported as PDF.
   */
  converts_presentations: boolean;
}

/**
 * Corrections to a person; a field left out stays, null clears it (an email cannot be cleared).
 */
export interface ChangePerson {
  first_name?: string | null;
  last_name?: string | null;
  phone?: string | null;
  company?: string | null;
  job_title?: string | null;
  industry?: string | null;
  street_address?: string | null;
  city?: string | null;
  state?: string | null;
  postal_code?: string | null;
  country?: string | null;
  email?: string;
  language?: string | null;
  /**
   * All other answers of the registration, as a JSON object.
   */
  properties?: {
    [k: string]: unknown;
  };
}

/**
 * A person; all fields but the id and the times are null once the person was erased.
 */
export interface Person {
  first_name?: string | null;
  last_name?: string | null;
  phone?: string | null;
  company?: string | null;
  job_title?: string | null;
  industry?: string | null;
  street_address?: string | null;
  city?: string | null;
  state?: string | null;
  postal_code?: string | null;
  country?: string | null;
  id: string;
  email?: string | null;
  language?: string | null;
  properties?: {
    [k: string]: unknown;
  };
  created_at: string;
  erased_at: string | null;
}

/**
 * A webinar to create.
 */
export interface CreateWebinar {
  name: string;
  starts_at: string;
  /**
   * An hour after the start if left out; saving a rundown sets it.
   */
  ends_at?: string | null;
  /**
   * IANA name; days are counted in it.
   */
  timezone?: string;
  language?: string | null;
  recording?: NewRecording | null;
  live_url?: string | null;
  watch_url?: string | null;
  /**
   * The origins of other sites whose pages embed the viewer script.
   */
  allowed_origins?: string[];
  /**
   * On-demand watch duration that a view must strictly exceed, seconds.
   */
  watch_threshold_s?: number;
  finish_grace_s?: number | null;
  attendee_limit?: number | null;
  registrant_limit?: number | null;
  cancellations?: Cancellations;
  flip_on?: FlipOn;
  /**
   * Viewers in the room of an automated webinar see how many they are.
   */
  show_viewers?: boolean;
}

/**
 * The recording of a webinar: an http(s) address or a file served under /recordings/. Without a length, the file
 * at the address is asked for it. Instead of an address, a film or sound of the media library.
 */
export interface NewRecording {
  /**
   * An http or https address, or a file under /recordings/.
   */
  url?: string;
  asset_id?: string;
  duration_s?: number | null;
}

/** The effect of a cancelled registration on a member (docs/domain.md, Facts and statuses). */
export const CANCELLATIONS = [
  "ignore",
  "remove",
] as const;
export type Cancellations = (typeof CANCELLATIONS)[number];

/** The event that flips a No-Show to Attended On-Demand (docs/domain.md, Facts and statuses). */
export const FLIP_ONS = [
  "click",
  "watch",
] as const;
export type FlipOn = (typeof FLIP_ONS)[number];

/**
 * A webinar as it is now.
 */
export interface Webinar {
  id: string;
  name: string;
  starts_at: string;
  ends_at: string;
  timezone: string;
  language: string | null;
  recording: Recording | null;
  captions: WebinarCaptions[];
  /**
   * The rundown of an automated webinar.
   */
  rundown: RundownTotals | null;
  live_url: string | null;
  watch_url: string | null;
  allowed_origins: string[];
  watch_threshold_s: number;
  finish_grace_s: number;
  attendee_limit: number | null;
  registrant_limit: number | null;
  cancellations: Cancellations;
  flip_on: FlipOn;
  show_viewers: boolean;
  /**
   * A webinar platform is bound that reports registrations and attendance.
   */
  has_provider: boolean;
  phase: Phase;
  mode: Mode;
  days_left: number;
  closes_at: string;
  finished_at: string | null;
  cancelled_at: string | null;
  /**
   * Members per status, all ten.
   */
  status_counts: {
    [k: string]: number;
  };
  created_at: string;
  /**
   * The event is over, all attendance of it that a platform reported lies outside its times, and nobody has watched: the times can still be corrected. Absent otherwise, and in lists.
   */
  times_correctable?: boolean;
}

/**
 * A recording; a new ``version`` began an empty coverage. ``asset_id``: of a file of the media library.
 */
export interface Recording {
  url: string;
  asset_id?: string;
  duration_s: number;
  version: number;
}

/**
 * Captions of the recording in one language.
 */
export interface WebinarCaptions {
  id: string;
  language: string;
}

/**
 * The rundown of a webinar; ``duration_s`` is the end of its last stage item, ``playable_s`` the length that can be
 * watched again.
 */
export interface RundownTotals {
  version: number;
  duration_s: number;
  playable_s: number;
}

/**
 * A page of webinars, latest start first.
 */
export interface WebinarPage {
  items: Webinar[];
  next_cursor: string | null;
}

/**
 * Changes to a webinar; a field left out stays, null clears an optional field.
 */
export interface ChangeWebinar {
  name?: string;
  starts_at?: string;
  ends_at?: string;
  /**
   * IANA name; days are counted in it.
   */
  timezone?: string;
  language?: string | null;
  recording?: ChangedRecording | null;
  live_url?: string | null;
  watch_url?: string | null;
  /**
   * The origins of other sites whose pages embed the viewer script.
   */
  allowed_origins?: string[];
  /**
   * On-demand watch duration that a view must strictly exceed, seconds.
   */
  watch_threshold_s?: number;
  finish_grace_s?: number | null;
  attendee_limit?: number | null;
  registrant_limit?: number | null;
  cancellations?: Cancellations;
  flip_on?: FlipOn;
  /**
   * Viewers in the room of an automated webinar see how many they are.
   */
  show_viewers?: boolean;
}

/**
 * A recording that replaces the present one.
 * A duration of other whole seconds, or ``replaces``, starts an empty coverage. Without a duration, the present one
 * stays under the same address, and another address is asked for it. Instead of an address, a film or sound of the
 * media library.
 */
export interface ChangedRecording {
  /**
   * An http or https address, or a file under /recordings/.
   */
  url?: string;
  asset_id?: string;
  duration_s?: number | null;
  replaces?: boolean;
}

/**
 * The number of members per status, all ten, once all are settled. A preview has the members whose status would
 * change, by their status now and then.
 */
export interface Finished {
  not_in_program?:
    | number
    | {
        [k: string]: number;
      };
  invited?:
    | number
    | {
        [k: string]: number;
      };
  waitlisted?:
    | number
    | {
        [k: string]: number;
      };
  pending_approval?:
    | number
    | {
        [k: string]: number;
      };
  rejected?:
    | number
    | {
        [k: string]: number;
      };
  registration_error?:
    | number
    | {
        [k: string]: number;
      };
  registered?:
    | number
    | {
        [k: string]: number;
      };
  no_show?:
    | number
    | {
        [k: string]: number;
      };
  attended_on_demand?:
    | number
    | {
        [k: string]: number;
      };
  attended?:
    | number
    | {
        [k: string]: number;
      };
}

/**
 * The reason for a cancellation, which members read.
 */
export interface CancelWebinar {
  reason?: string | null;
}

/**
 * The start of a copy, and its name if it has another.
 */
export interface CopyWebinar {
  starts_at: string;
  name?: string | null;
}

/**
 * Members to add, at most 1000. An error in a row is reported in its result, and does not affect the other rows.
 */
export interface AddMembers {
  members: MemberRow[];
  mail?: boolean;
}

/**
 * A member to add: a person by email, with contact details, and the first status.
 */
export interface MemberRow {
  first_name?: string | null;
  last_name?: string | null;
  phone?: string | null;
  company?: string | null;
  job_title?: string | null;
  industry?: string | null;
  street_address?: string | null;
  city?: string | null;
  state?: string | null;
  postal_code?: string | null;
  country?: string | null;
  email?: string | null;
  /**
   * A language tag such as fr or nl-BE, or its name.
   */
  language?: string | null;
  /**
   * All other answers of the registration, as a JSON object.
   */
  properties?: {
    [k: string]: unknown;
  };
  /**
   * Registered, if left out.
   */
  status?: (string | null) &
    (
      | "not_in_program"
      | "invited"
      | "waitlisted"
      | "pending_approval"
      | "rejected"
      | "registration_error"
      | "registered"
      | "no_show"
      | "attended_on_demand"
      | "attended"
      | null
    );
}

/**
 * One result per row, in input order.
 */
export interface AddedMembers {
  results: Added[];
}

/**
 * The result for one row: ``created``, ``updated`` or ``skipped`` with a ``code``.
 */
export interface Added {
  email: string | null;
  outcome: string;
  code?: string;
  member?: Member;
}

/**
 * A member: a person in a webinar, with one status, one join link and watch durations.
 * ``registering``: a provider was asked to register the member and has not answered yet. ``engagement``: only of
 * members who attended live, counted like watch durations. For an erased person all
 * fields that named them are null, and there is no join link.
 */
export interface Member {
  first_name?: string | null;
  last_name?: string | null;
  phone?: string | null;
  company?: string | null;
  job_title?: string | null;
  industry?: string | null;
  street_address?: string | null;
  city?: string | null;
  state?: string | null;
  postal_code?: string | null;
  country?: string | null;
  id: string;
  webinar_id: string;
  person_id: string;
  email?: string | null;
  language?: string | null;
  properties?: {
    [k: string]: unknown;
  };
  status: Status;
  status_reason: string | null;
  status_at: string;
  registering: boolean;
  visitor: boolean;
  engagement: EngagementLevel | null;
  watched_s: Watched;
  covered_s: number;
  join_url?: string | null;
  first_watched_at: string | null;
  last_watched_at: string | null;
  joined_at: string | null;
  created_at: string;
}

/** The level of a member who attended live. */
export const ENGAGEMENT_LEVELS = [
  "high",
  "low",
  "moderate",
] as const;
export type EngagementLevel = (typeof ENGAGEMENT_LEVELS)[number];

/**
 * Watch durations, seconds with ms resolution.
 */
export interface Watched {
  live: number;
  on_demand: number;
}

/**
 * A page of members, in the order in which they were created.
 */
export interface MemberPage {
  items: Member[];
  next_cursor: string | null;
  /**
   * All members that match; 10001: more than 10,000.
   */
  matches?: number;
}

/**
 * A level of engagement with its reason; only ``level`` null for a member who did not attend live.
 * ``share``: per cent of the event watched live, rounded down. ``by_time_alone``: the event offered nothing to take
 * part in.
 */
export interface Engagement {
  level: EngagementLevel | null;
  share?: number;
  watched_s?: number;
  event_s?: number;
  by_time_alone?: boolean;
  offered?: Offered;
  took_part?: TookPart;
}

/**
 * The offers of the event: choice questions in polls, questions in polls and surveys, files, calls to action, lines
 * of chat, questions in the chat.
 */
export interface Offered {
  choices: number;
  answers: number;
  files: number;
  clicks: number;
  chat: boolean;
  questions: boolean;
}

/**
 * The deeds of the member during the event, by the names of what was offered; ``lines``: of chat.
 */
export interface TookPart {
  choices: number;
  answers: number;
  files: number;
  clicks: number;
  lines: number;
  questions: number;
}

/**
 * A status to assert, with a sentence for people.
 */
export interface SetStatus {
  status: Status;
  reason?: string | null;
}

/**
 * The number of failed registrations that are being retried.
 */
export interface Retried {
  retried: number;
}

/**
 * A page of a member's timeline, newest first.
 */
export interface EntryPage {
  items: Entry[];
  next_cursor: string | null;
}

/**
 * An entry of a member's timeline.
 * ``kind`` fact: ``fact`` names it; a ``retractable`` fact may be retracted by its ``fact_id``, and is ignored from
 * ``retracted_at`` on. ``kind`` status: from ``from_status`` (left out for the first) to ``to_status``, because of
 * ``fact_ids``. ``kind`` finish: the event was over. Other kinds have ``details`` of their own.
 */
export interface Entry {
  kind: string;
  id: number;
  at: string;
  source: Source;
  reason?: string;
  fact?: FactKind;
  fact_id?: number;
  retractable?: boolean;
  retracted_at?: string;
  from_status?: Status;
  to_status?: Status;
  fact_ids?: number[];
  details?: {
    [k: string]: string;
  };
}

/** Every kind of fact about one member. A fact with the name of a status was stated by an operator, an import or a provider; all others were observed. */
export const FACT_KINDS = [
  "added",
  "attended",
  "attended_on_demand",
  "cancelled",
  "click",
  "invited",
  "joined",
  "live",
  "no_show",
  "pending_approval",
  "registered",
  "registration_error",
  "rejected",
  "removed",
  "view",
  "waitlisted",
  "waitlisted_again",
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/**
 * People, newest first; results of a search by name. ``more``: the search found more than the page has.
 */
export interface PeoplePage {
  items: ListedPerson[];
  next_cursor: string | null;
  more: boolean;
}

/**
 * A person with the numbers of webinars: all memberships, attended live, watched on demand.
 */
export interface ListedPerson {
  person: Person;
  webinars: number;
  attended_live: number;
  attended_on_demand: number;
}

/**
 * A person and up to 200 memberships, the latest webinar first.
 */
export interface PersonMemberships {
  person: Person;
  memberships: Membership[];
}

/**
 * A membership with the webinar's name; watch durations are those of counted days, at most a minute old.
 */
export interface Membership {
  member_id: string;
  webinar_id: string;
  webinar_name: string;
  starts_at: string;
  timezone: string;
  status: Status;
  status_reason: string | null;
  status_at: string;
  visitor: boolean;
  registered_at: string | null;
  attended_at: string | null;
  viewed_at: string | null;
  watched_s: Watched;
}

/**
 * A page of a person's timeline over all webinars, newest first.
 */
export interface PersonEntryPage {
  items: PersonEntry[];
  next_cursor: string | null;
}

/**
 * An entry of one of the person's members.
 */
export interface PersonEntry {
  member_id: string;
  entry: Entry;
}

/**
 * An import: its id, with which it can be undone, one result per line with data, in the file's order, and their
 * sums. In a preview: how the file was understood, ``header_line`` counting from 1, in ``outcomes`` the number of rows
 * that would be accepted or skipped, by code, and as ``results`` the first 100 lines that would be skipped, or taken
 * without an attendance that cannot be read.
 */
export interface ImportedMembers {
  results?: Imported[];
  import_id?: string;
  created?: number;
  updated?: number;
  skipped?: number;
  encoding?: string;
  separator?: string;
  header_line?: number;
  /**
   * The time zone of times without an offset.
   */
  times_in?: string;
  columns?: ImportColumn[];
  outcomes?: {
    [k: string]: number;
  };
}

/**
 * The result for one line of the file; ``line`` counts from 1, the header's line.
 */
export interface Imported {
  line: number;
  email: string | null;
  outcome: string;
  code?: string;
}

/**
 * A column of the file. ``as``: a field, ``attended``, ``property`` or ``ignored``; ``sample``: its first value.
 */
export interface ImportColumn {
  heading: string;
  as: string;
  sample: string | null;
}

/**
 * The reason for a retraction, for people.
 */
export interface Retract {
  reason?: string | null;
}

/**
 * A retraction; ``settled`` of ``members`` have their new status; ``end_kept``: something was played after the
 * finish, so the end stays. A preview has the number of members by status now and then, the number that is skipped
 * because they came since (``watchers``), the number that stays because a provider confirmed them (``confirmed``), and
 * of an import the number of persons whom only imports made (``only_imported``). ``erased``: how many persons are
 * erased on request.
 */
export interface Retraction {
  retraction_id?: string;
  members?: number;
  settled?: number;
  end_kept?: boolean;
  erased?: number;
  reason?: string | null;
  retracted_by?: string;
  retracted_at?: string;
  /**
   * The members with this status now, counted by their status afterwards.
   */
  not_in_program?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  invited?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  waitlisted?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  pending_approval?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  rejected?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  registration_error?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  registered?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  no_show?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  attended_on_demand?: {
    [k: string]: number;
  };
  /**
   * The members with this status now, counted by their status afterwards.
   */
  attended?: {
    [k: string]: number;
  };
  watchers?: number;
  confirmed?: number;
  only_imported?: number;
}

/**
 * The reason for undoing an import; ``watchers``: also for members who clicked, said hello or watched since;
 * ``erase_persons``: erase the persons whom only imports made and about whom nothing else is known (scope
 * ``privacy``).
 */
export interface RetractImport {
  reason?: string | null;
  watchers?: boolean;
  erase_persons?: boolean;
}

/**
 * Members whose status rests on attendance of another event.
 */
export interface OutsideList {
  items: Outside[];
}

/**
 * A member whose status rests on attendance of another event, and the status without it.
 */
export interface Outside {
  member: Member;
  becomes: Status;
}

/**
 * The reason for retracting attendance of another event; ``member_id``: of this member alone.
 */
export interface RetractAttendance {
  reason?: string | null;
  member_id?: string | null;
}

/**
 * The latest imports, newest first.
 */
export interface ImportList {
  items: Import[];
}

/**
 * One import of a webinar's members.
 */
export interface Import {
  import_id: string;
  at: string;
  imported_by: string;
  created: number;
  updated: number;
  skipped: number;
  retracted_at: string | null;
}

/**
 * The finishes of a webinar by time.
 */
export interface FinishList {
  items: Finish[];
}

/**
 * One finish of a webinar; ``planned_ends_at``: the end that it moved.
 */
export interface Finish {
  finish_id: number;
  at: string;
  source: Source;
  planned_ends_at: string | null;
  retractable: boolean;
  retracted_at: string | null;
}

/**
 * The latest check of a webinar's recording, and the viewers of the last 24 hours who could not play it. Before the
 * first check, and without a recording, ``verdict`` is null.
 */
export interface RecordingCheck {
  verdict: Verdict | null;
  findings: Finding[];
  length_s: number | null;
  checked_at: string | null;
  viewers_failed: number;
  last_failed_at: string | null;
}

/** The result of a check. */
export const VERDICTS = [
  "not_checked",
  "not_playable",
  "playable",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * A finding; ``value`` is the HTTP status of `status` and `segment`, or the file's length in s of
 * `other_length`.
 */
export interface Finding {
  code: FindingCode;
  value: string | null;
}

/** A finding of a check about a recording. */
export const FINDING_CODES = [
  "dash",
  "empty_playlist",
  "hls_no_cors",
  "no_answer",
  "no_cors",
  "no_end",
  "no_file",
  "no_folder",
  "no_ranges",
  "not_allowed",
  "not_media",
  "not_secure",
  "other_length",
  "segment",
  "status",
  "too_many_redirects",
  "unreachable",
  "web_page",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/**
 * All captions of a recording, by language; always one page.
 */
export interface CaptionsPage {
  items: Captions[];
}

/**
 * Captions in one language; ``url`` serves them as WebVTT and changes with each upload.
 */
export interface Captions {
  id: string;
  language: string;
  cues: number;
  url: string;
  created_at: string;
}

/**
 * Captions in one language: their text, or the address of a file. They replace earlier ones in this language.
 */
export interface PutCaptions {
  /**
   * A language tag.
   */
  language: string;
  /**
   * WebVTT or SubRip, up to 1 MiB.
   */
  text?: string | null;
  /**
   * The address of the file; it is fetched once, now.
   */
  url?: string | null;
}

/**
 * The stored captions. ``mended`` are the first 100 lines that were corrected.
 */
export interface TakenCaptions {
  captions: Captions;
  mended: MendedLine[];
}

/**
 * A corrected error in a line of the file, counted from 1.
 */
export interface MendedLine {
  line: number;
  code: Mended;
}

/** A kind of error in a line that was corrected. */
export const MENDEDS = [
  "backwards",
  "beyond_recording",
  "block",
  "empty",
  "markup",
  "overlap",
  "too_long",
  "unreadable",
] as const;
export type Mended = (typeof MENDEDS)[number];

/**
 * All captions of a file, by language; always one page.
 */
export interface AssetCaptionsPage {
  items: AssetCaptions[];
}

/**
 * Captions of a file of the media library in one language.
 */
export interface AssetCaptions {
  language: string;
  cues: number;
  created_at: string;
}

/**
 * The stored captions of a file. ``mended`` are the first 100 lines that were corrected.
 */
export interface TakenAssetCaptions {
  captions: AssetCaptions;
  mended: MendedLine[];
}

/**
 * The evidence for a member's numbers.
 */
export interface Explanation {
  live: ModeWatch;
  on_demand: ModeWatch;
  /**
   * [from_s, to_s) of the recording, ascending.
   */
  covered: [number, number][];
  playbacks: Playback[];
  drops: {
    [k: string]: number;
  };
  recent_drops: Dropped[];
  reports: Report[];
}

/**
 * The part of the member's watched intervals that lies in one mode.
 */
export interface ModeWatch {
  watched_s: number;
  /**
   * [from, to) on the wall clock, ascending.
   */
  intervals: [string, string][];
}

/**
 * One player in one page load. ``anchor_at`` is the instant at which its own clock read zero.
 */
export interface Playback {
  playback: string;
  anchor_at: string;
  hello_at: string;
  heard_at: string;
  recording_version: number;
}

/** The reason why a segment, or a part of it, is not credited; in the order in which reasons are checked. */
export const DROP_REASONS = [
  "backwards",
  "before_hello",
  "future",
  "limit",
  "malformed",
  "not_aired",
  "out_of_window",
  "stalled",
  "too_fast",
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/**
 * A segment that was reported and not counted, or was cut.
 */
export interface Dropped {
  at: string;
  reason: DropReason;
  playback: string;
  /**
   * The segment as it was sent; for unreadable data the beginning of the text.
   */
  segment: [number, number, number, number] | string;
}

/**
 * One row of a vendor about this member. Time that the player saw as well counts only once.
 */
export interface Report {
  connection_id: string;
  /**
   * The vendor's own key of the row.
   */
  row: string;
  mode: Mode;
  /**
   * [from, to) on the wall clock, ascending.
   */
  intervals: [string, string][];
}

/**
 * The number of reported segments that were not counted, by reason; each repeated delivery of a segment counts
 * again.
 */
export interface Drops {
  drops: {
    [k: string]: number;
  };
}

/**
 * The notes that still apply, latest first.
 */
export interface PageNotes {
  items: PageNote[];
}

/**
 * A note about the pages of one origin that carry the viewer script.
 */
export interface PageNote {
  /**
   * `other_length`: what they play is not as long as the recording, and counts for want of anything better; `origin_not_allowed`: their origin is not among the allowed ones, and nothing counts.
   */
  kind: NoteKind;
  origin: string;
  /**
   * The length of the media on the pages, for `other_length`.
   */
  media_s: number | null;
  /**
   * When it was last seen.
   */
  at: string;
}

/** The kinds of notes for the host of a page. */
export const NOTE_KINDS = [
  "origin_not_allowed",
  "other_length",
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/**
 * The dashboard's numbers as the dashboard socket's snapshot has them.
 */
export interface Dashboard {
  epoch: string;
  version: number;
  /**
   * The numbers, in the form of schemas/messages/dashboard.json.
   */
  data: {
    [k: string]: unknown;
  };
}

/**
 * Every kind that can be connected; always one page.
 */
export interface ConnectionKinds {
  items: ConnectionKind[];
  next_cursor?: null;
}

/**
 * A kind of connection, its secrets and its settings. ``receives_webhooks``: the vendor pushes to Latecomer;
 * ``sends_events``: Latecomer sends it events; ``can_be_pulled``: Latecomer can request what the vendor has stored.
 * ``reports_attendance``: what it pushes are registrations and attendance, and not, for example, bounced mails;
 * ``takes_payments``: it takes the money of paid entry.
 * ``external_id`` is the vendor's name for its id of a webinar, null when it has no such id. ``events``: the types of
 * events that can be sent. ``sends_all_webinars``: a connection that is bound to no webinar receives the events of all
 * webinars.
 */
export interface ConnectionKind {
  kind: ConnectionKindKind;
  title: string;
  secrets: Secret[];
  /**
   * The JSON Schema of the settings.
   */
  settings: {
    [k: string]: unknown;
  };
  receives_webhooks: boolean;
  sends_events: boolean;
  can_be_pulled: boolean;
  reports_attendance: boolean;
  takes_payments: boolean;
  external_id: string | null;
  events: string[];
  sends_all_webinars: boolean;
}

/**
 * A secret of a kind. ``made_here``: when it is left out, Latecomer makes one.
 */
export interface Secret {
  name: string;
  required: boolean;
  made_here: boolean;
}

/**
 * All connections, oldest first; always one page.
 */
export interface Connections {
  items: Connection[];
  next_cursor?: null;
}

/**
 * A connection. ``url`` is the address that the vendor calls; it is null for a vendor that only receives, and
 * without the scope admin. ``secret_names`` are the secrets that it has. ``made`` holds secrets that Latecomer has
 * just made, shown only this once.
 */
export interface Connection {
  id: string;
  kind: ConnectionKindKind;
  name: string;
  url: string | null;
  state: ConnectionState;
  state_reason: string | null;
  settings: {
    [k: string]: unknown;
  };
  secret_names: string[];
  webinars: Binding[];
  events: string[] | null;
  created_at: string;
  last_heard_at: string | null;
  last_spoke_at: string | null;
  refused: number;
  last_refused_at: string | null;
  last_refused_code: string | null;
  inbox: Backlog;
  outgoing: Outgoing;
  made?: {
    [k: string]: string;
  };
}

/**
 * A webinar that a connection is bound to. ``external_id`` is the vendor's id of it, always text.
 */
export interface Binding {
  webinar_id: string;
  external_id: string;
  settings?: {
    [k: string]: unknown;
  };
}

/**
 * Deliveries by state: not handled yet, handled, waiting for a person or a webinar, failed.
 */
export interface Backlog {
  new: number;
  done: number;
  waiting: number;
  failed: number;
}

/**
 * Deliveries to the vendor: waiting for their first attempt, waiting for a retry, and dead letters. ``last_code``
 * and ``last_message``: the result of the latest attempt among these; null when none was attempted.
 * ``cannot_go_back``: changes after a retraction that a vendor is not sent, because it moves forward alone.
 */
export interface Outgoing {
  waiting: number;
  retrying: number;
  dead: number;
  cannot_go_back: number;
  last_code: string | null;
  last_message: string | null;
}

/**
 * A connection to create. Secrets are never shown again. ``events``: the types of events that it receives; null:
 * all that its kind supports.
 */
export interface CreateConnection {
  kind: ConnectionKindKind;
  name: string;
  secrets?: {
    [k: string]: string;
  };
  settings?: {
    [k: string]: unknown;
  };
  webinars?: Binding[];
  events?: string[] | null;
}

/**
 * Changes to a connection. ``settings`` and ``webinars`` replace the former ones. ``events`` applies to events from
 * now on.
 */
export interface ChangeConnection {
  name?: string;
  settings?: {
    [k: string]: unknown;
  };
  webinars?: Binding[];
  events?: string[] | null;
}

/**
 * The result of a test: the connection works, or a code and a sentence name the problem. ``never_heard``: the
 * vendor answers, but has pushed nothing yet.
 */
export interface Tested {
  works: boolean;
  code: string;
  message: string;
}

/**
 * New secrets; without values Latecomer makes one. The old ones stay valid for ``keep_s`` seconds.
 */
export interface RotateSecrets {
  secrets?: {
    [k: string]: string;
  };
  keep_s?: number;
}

/**
 * Deliveries, newest first.
 */
export interface Inbox {
  items: Received[];
  next_cursor: string | null;
}

/**
 * A delivery and its outcome. ``outcome`` is a code, ``detail`` for people. ``tells``: its content, at most ten
 * events; empty once the body is deleted, or when it is larger than 32 KiB.
 */
export interface Received {
  id: number;
  received_at: string;
  state: ReceivedState;
  handled_at: string | null;
  outcome: string | null;
  detail: string | null;
  attempts: number;
  tells: Content[];
}

/**
 * An event in a delivery. ``vendor_event``: the vendor's name of an event that Latecomer does not handle.
 * ``external_id``: the vendor's id of the webinar; ``webinar_id``: the webinar bound to it now. ``who``: a name, else
 * an email, from the vendor.
 */
export interface Content {
  event: ContentEvent;
  vendor_event: string | null;
  external_id: string | null;
  webinar_id: string | null;
  who?: string | null;
}

/**
 * The deliveries to handle again; without ``ids`` all that failed or wait.
 */
export interface ReplayInbox {
  ids?: number[];
}

/**
 * The number of deliveries that will be handled again.
 */
export interface InboxReplayed {
  replayed: number;
}

/**
 * A page of deliveries, newest event first, and the numbers of waiting and dead ones.
 */
export interface DeliveryPage {
  items: Delivery[];
  next_cursor: string | null;
  /**
   * Deliveries that wait for their first attempt.
   */
  waiting: number;
  /**
   * Deliveries that wait for a retry.
   */
  retrying: number;
  dead: number;
  /**
   * Changes that a vendor was not sent after a retraction: it moves forward alone.
   */
  cannot_go_back: number;
}

/**
 * An event for one connection, and the state of its delivery.
 */
export interface Delivery {
  id: string;
  connection_id: string;
  /**
   * The same at every attempt and for every connection.
   */
  event_id: string;
  type: string;
  at: string;
  /**
   * The data of the event.
   */
  data?: {
    [k: string]: unknown;
  };
  state: DeliveryState;
  attempts: number;
  /**
   * Only for a delivery that waits.
   */
  next_attempt_at: string | null;
  attempted_at: string | null;
  /**
   * The result of the last attempt.
   */
  code: string | null;
  /**
   * The problem as a sentence for people.
   */
  message: string | null;
  /**
   * The receiver's last answer, for a webhook.
   */
  answer: ReceiverAnswer | null;
}

/**
 * A receiver's answer: its status, its headers, and the first 2 KiB of its body.
 */
export interface ReceiverAnswer {
  status: number;
  headers: {
    [k: string]: string;
  };
  body: string;
}

/**
 * The number of failed deliveries that are tried again.
 */
export interface Replayed {
  replayed: number;
}

/**
 * The past events to send: from when on, at most 30 days back; of these webinars and types, or of all.
 */
export interface StartBackfill {
  /**
   * Events since then.
   */
  from: string;
  webinar_ids?: string[] | null;
  types?: string[] | null;
}

/**
 * A backfill: the number of its events, and of those that wait. A preview has no id.
 */
export interface Backfill {
  backfill_id?: string;
  events: number;
  waiting?: number;
  from?: string;
  at?: string;
  stopped_at?: string;
}

/**
 * Every provider that the webinar is bound to, oldest first.
 */
export interface Refreshed {
  connections: Asked[];
}

/**
 * The answer to a request for a pull.
 */
export interface Asked {
  connection_id: string;
  state: AskedState;
  /**
   * The reason why no pull is possible.
   */
  code?: string | null;
}

/**
 * The providers of a webinar, oldest first.
 */
export interface Providers {
  connections: Provider[];
  /**
   * Members whom a provider has to confirm.
   */
  registering: number;
  /**
   * The problem of the last failed request to a provider; null without one.
   */
  registering_code: string | null;
  /**
   * The problem as a sentence for people.
   */
  registering_message: string | null;
  /**
   * Members whom a provider refused.
   */
  registration_errors: number;
}

/**
 * A provider of a webinar. ``state`` is the connection's.
 */
export interface Provider {
  connection_id: string;
  kind: ConnectionKindKind;
  name: string;
  external_id: string;
  state: ConnectionState;
  /**
   * The time at which the last complete pull began.
   */
  last_pulled_at: string | null;
  /**
   * The result of the last pull: pulled, or the code of a problem.
   */
  last_code: string | null;
  /**
   * The problem as a sentence for people.
   */
  last_message: string | null;
  /**
   * Null: no automatic finish.
   */
  next_pull_at: string | null;
  /**
   * True while a pull is running.
   */
  pulling: boolean;
}

/**
 * The mail settings of a webinar. ``available``: all languages.
 */
export interface MailSettings {
  enabled: boolean;
  language: string;
  languages: string[];
  available: string[];
  relay: Relay;
  from_name?: string;
  reply_to?: string;
  organizer?: Organizer;
}

/**
 * The state of the relay, and the reason for a stopped queue.
 */
export interface Relay {
  set: boolean;
  stopped_until?: string;
  stopped_reason?: string;
}

/**
 * The organizer that calendars show.
 */
export interface Organizer {
  name: string;
  email: string;
}

/**
 * The mail settings of a webinar. Without ``languages`` every language is used.
 */
export interface SaveMailSettings {
  enabled: boolean;
  from_name?: string | null;
  reply_to?: string | null;
  organizer?: Organizer | null;
  language?: string;
  languages?: string[];
}

/**
 * Every kind of mail of a webinar, and the planned mails.
 */
export interface MailKinds {
  kinds: KindOfMail[];
  planned: Planned[];
}

/**
 * A kind of mail: on or off, offsets, texts (``own``: languages with a replaced template), and the number of mails
 * in each state.
 */
export interface KindOfMail {
  kind: string;
  enabled: boolean;
  marketing: boolean;
  own: string[];
  states: {
    [k: string]: number;
  };
  before_s?: number[];
  after_s?: number;
}

/**
 * A mail to the whole webinar that will be sent when it is due.
 */
export interface Planned {
  kind: string;
  offset_s: number;
  due_at: string;
}

/**
 * The settings of one kind of mail. ``templates`` by language: a language left out stays, null restores the
 * default.
 */
export interface SaveMailKind {
  enabled?: boolean;
  before_s?: number[] | null;
  after_s?: number | null;
  templates?: {
    [k: string]: Template | null;
  };
}

/**
 * Three Jinja2 templates.
 */
export interface Template {
  subject: string;
  text: string;
  html: string;
}

/**
 * The mail to preview: of a member, or of a made-up one; with templates that are not saved yet.
 */
export interface PreviewMail {
  language: string;
  member_id?: string | null;
  template?: Template | null;
}

/**
 * A mail as it would be sent, and the templates that it is made of.
 */
export interface MailPreview {
  subject: string;
  text: string;
  html: string;
  template_subject: string;
  template_text: string;
  template_html: string;
  ics?: string;
}

/**
 * The address for a test mail.
 */
export interface SendTestMail {
  language: string;
  email: string;
}

/**
 * The result of a test mail: sent, kept, or the relay's answer.
 */
export interface MailTest {
  state: string;
  reason: string | null;
}

/**
 * Mails, newest first.
 */
export interface MailPage {
  items: Mail[];
  next_cursor: string | null;
}

/**
 * One mail. ``bounced_as``: hard, soft or complaint, where a bounce was reported.
 */
export interface Mail {
  id: string;
  webinar_id: string;
  kind: string;
  occurrence: string;
  language: string;
  state: string;
  due_at: string;
  created_at: string;
  attempts: number;
  email?: string;
  member_id?: string;
  submission_id?: string;
  presenter_id?: string;
  subject?: string;
  reason?: string;
  sent_at?: string;
  bounced_as?: string;
  bounced_at?: string;
  bounce_detail?: string;
}

/** Every reason to write to a person; the values are the names on the wire. */
export const MAIL_KINDS = [
  "answer",
  "approved",
  "campaign",
  "cancelled",
  "confirm_address",
  "confirmation",
  "last_days",
  "missed",
  "no_seat",
  "payment",
  "payment_failed",
  "pending",
  "preflight",
  "presenter",
  "refunded",
  "registration_cancelled",
  "registration_error",
  "rejected",
  "reminder",
  "rescheduled",
  "waitlisted",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** The state of a mail; the values are the names on the wire. */
export const MAIL_STATES = [
  "failed",
  "kept",
  "planned",
  "refused",
  "sending",
  "sent",
  "skipped",
  "suppressed",
  "unknown",
  "waiting",
] as const;
export type MailState = (typeof MAIL_STATES)[number];

/**
 * A mail with its content, once it was rendered; the secrets of its links are removed, so that only the recipient
 * can use them.
 */
export interface MailContent {
  mail: Mail;
  text?: string;
  html?: string;
  ics?: string;
}

/**
 * Suppressions, newest first.
 */
export interface SuppressionPage {
  items: Suppression[];
  next_cursor: string | null;
}

/**
 * An address to which no mail is sent: reason ``hard_bounce``, ``complaint`` or ``refused``; or with ``opt_out`` a
 * person who opted out of the purpose in ``detail``, and gets all other mails.
 */
export interface Suppression {
  id: string;
  reason: string;
  at: string;
  email?: string;
  detail?: string;
}

/**
 * All fields that filters can use here, and the limits of a filter.
 */
export interface SegmentFields {
  fields: SegmentField[];
  time_frames: string[];
  max_depth: number;
  max_leaves: number;
  max_values: number;
  max_segments: number;
}

/**
 * A field that filters can use: its leaf, the type of its values, and the operators for that type.
 * ``values`` are the names that a closed field takes; empty for others.
 */
export interface SegmentField {
  filter: string;
  field: string;
  kind: string;
  operators: Op[];
  values?: string[];
}

/** The operators; the kind of a value decides which of them it accepts. */
export const OPS = [
  "after",
  "at_least",
  "at_most",
  "before",
  "between",
  "contains",
  "greater_than",
  "in_future",
  "in_future_after",
  "in_past",
  "in_past_before",
  "in_time_frame",
  "is",
  "is_empty",
  "is_not",
  "is_not_empty",
  "less_than",
  "not_contains",
  "not_starts_with",
  "on_or_after",
  "on_or_before",
  "starts_with",
] as const;
export type Op = (typeof OPS)[number];

/**
 * A new segment. A list begins with the rows that its filter finds now, and keeps no filter; scope members needs a
 * webinar.
 */
export interface CreateSegment {
  name: string;
  scope: RowScope;
  webinar_id?: string | null;
  kind?: SegmentKind;
  timezone?: string;
  /**
   * A tree: {"all": […]}, {"any": […]}, {"not": …}, or a leaf such as {"filter": "person", …}.
   */
  filter?: {
    [k: string]: unknown;
  };
  announced?: boolean;
}

/** The kind of row in a result: a person or a member. */
export const ROW_SCOPES = [
  "members",
  "people",
] as const;
export type RowScope = (typeof ROW_SCOPES)[number];

/** The kind of a segment, which decides when its rows are computed. */
export const SEGMENT_KINDS = [
  "list",
  "live",
  "snapshot",
] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/**
 * A segment. ``state`` is ``broken`` when its filter refers to something that was deleted.
 */
export interface Segment {
  id: string;
  name: string;
  scope: RowScope;
  webinar_id: string | null;
  kind: SegmentKind;
  timezone: string;
  filter?: {
    [k: string]: unknown;
  };
  state: string;
  broken: SegmentBroken | null;
  created_at: string;
  changed_at: string;
  taken_at: string | null;
  announced: boolean;
}

/**
 * The deleted objects that a broken segment names; ``path`` is a JSON Pointer into its filter.
 */
export interface SegmentBroken {
  code: string;
  path: string;
  message: string;
}

/**
 * A page of segments, newest first.
 */
export interface SegmentPage {
  items: Segment[];
  next_cursor: string | null;
}

/**
 * Changes to a segment; a field left out stays.
 */
export interface ChangeSegment {
  name?: string;
  timezone?: string;
  /**
   * A tree: {"all": […]}, {"any": […]}, {"not": …}, or a leaf such as {"filter": "person", …}.
   */
  filter?: {
    [k: string]: unknown;
  };
  announced?: boolean;
}

/**
 * Ids of members (scope people: of persons) to add to a list and to take out; at most 1,000 in all.
 */
export interface ChangeRows {
  add?: string[];
  remove?: string[];
}

/**
 * One result for each id: first the ids to add, then the ids to remove, in the order of the request.
 */
export interface SegmentRowResults {
  results: SegmentRowResult[];
}

/**
 * The result for one id: ``added``, ``removed``, or ``skipped`` with a code.
 */
export interface SegmentRowResult {
  id: string;
  outcome: string;
  code?: string;
}

/**
 * A filter to try without saving it.
 */
export interface PreviewSegment {
  scope: RowScope;
  webinar_id?: string | null;
  timezone?: string;
  /**
   * A tree: {"all": […]}, {"any": […]}, {"not": …}, or a leaf such as {"filter": "person", …}.
   */
  filter: {
    [k: string]: unknown;
  };
  /**
   * The number of items on a page.
   */
  limit?: number;
}

/**
 * The number of matching rows, and the first of them, at one moment. Watch durations are known up to
 * ``watched_as_of``.
 */
export interface SegmentPreview {
  count: number;
  as_of: string;
  watched_as_of: string;
  items: SegmentItem[];
}

/**
 * A row: a person, and in scope members the member.
 */
export interface SegmentItem {
  person: Person;
  member?: SegmentMember;
  cells?: {
    [k: string]: unknown;
  };
}

/**
 * The member of a row; ``watched_s`` are the durations that the filter compared.
 */
export interface SegmentMember {
  id: string;
  webinar_id: string;
  status: Status;
  status_reason: string | null;
  status_at: string;
  visitor: boolean;
  registered_at: string | null;
  attended_at: string | null;
  viewed_at: string | null;
  engagement: EngagementLevel | null;
  watched_s: Watched;
}

/**
 * The number of rows of a segment at one moment.
 */
export interface SegmentCount {
  count: number;
  as_of: string;
  watched_as_of: string;
}

/**
 * A page of a segment's rows.
 */
export interface SegmentResults {
  items: SegmentItem[];
  next_cursor: string | null;
  as_of: string;
}

/**
 * A filter, and the person or member to explain.
 */
export interface ExplainFilter {
  scope: RowScope;
  webinar_id?: string | null;
  timezone?: string;
  /**
   * A tree: {"all": […]}, {"any": […]}, {"not": …}, or a leaf such as {"filter": "person", …}.
   */
  filter: {
    [k: string]: unknown;
  };
  person_id?: string | null;
  member_id?: string | null;
}

/**
 * The answer to whether a row is in a segment, with the reasons.
 */
export interface SegmentExplained {
  matches: boolean;
  leaves: SegmentReason[];
}

/**
 * The result of one condition: ``path`` is a JSON Pointer into the filter, ``value`` the compared value.
 */
export interface SegmentReason {
  path: string;
  matches: boolean;
  value?: {
    [k: string]: unknown;
  };
}

/**
 * The person or member that a segment is to explain.
 */
export interface ExplainSegment {
  person_id?: string | null;
  member_id?: string | null;
}

/**
 * One form of a filter: ``filters`` with ``text``, or ``filter``.
 */
export interface TranslateFilter {
  scope?: RowScope;
  filters?: unknown[] | null;
  text?: string | null;
  /**
   * A tree: {"all": […]}, {"any": […]}, {"not": …}, or a leaf such as {"filter": "person", …}.
   */
  filter?: {
    [k: string]: unknown;
  };
}

/**
 * Both forms of a filter. ``text`` is null for a filter that contains an empty group, which has no text form.
 */
export interface TranslatedFilter {
  filter: unknown;
  filters: unknown[];
  text: string | null;
}

/**
 * The text of a mail, with the merge fields of every mail. ``language``: left out, for readers of every other
 * language.
 */
export interface SaveCampaignTemplate {
  subject: string;
  text: string;
  html: string;
  language?: string | null;
}

/**
 * A named text of a campaign's mails; a ``language`` of null is for readers of every other language.
 */
export interface CampaignTemplate {
  name: string;
  language: string | null;
  subject: string;
  text: string;
  html: string;
}

/**
 * The templates of a campaign by name and language.
 */
export interface CampaignTemplates {
  items: CampaignTemplate[];
}

/**
 * One step for everybody in a segment: ``send_mail``, ``set_status``, ``add_to_list``, ``remove_from_list`` or
 * ``new_link``, as in a campaign. ``expected`` is the number of rows that was shown.
 */
export interface ActOnSegment {
  /**
   * Triggers, a filter over members, how often a person may run, and steps.
   */
  action: {
    [k: string]: unknown;
  };
  expected: number;
}

/**
 * A campaign that was activated or resumed, and the number of runs that began (or were held).
 */
export interface StartedCampaign {
  campaign: Campaign;
  runs: number;
}

/**
 * A campaign; ``reason`` is the cause of an automatic pause.
 */
export interface Campaign {
  id: string;
  name: string;
  state: CampaignState;
  reason: string | null;
  version: number;
  flow?: {
    [k: string]: unknown;
  };
  created_at: string;
  changed_at: string;
  activated_at: string | null;
}

/** The state of a campaign, which decides whether causes start runs. */
export const CAMPAIGN_STATES = [
  "active",
  "archived",
  "draft",
  "paused",
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/**
 * A draft: it does nothing until it is activated. The flow is one object, or its parts stand beside the name:
 * triggers or a schedule, a filter, runs, steps, and so on.
 */
export interface CreateCampaign {
  /**
   * Triggers, a filter over members, how often a person may run, and steps.
   */
  flow?: {
    [k: string]: unknown;
  };
  triggers?: unknown;
  schedule?: unknown;
  scope?: unknown;
  webinar_id?: unknown;
  filter?: unknown;
  goal?: unknown;
  runs?: unknown;
  steps?: unknown;
  timezone?: unknown;
  name: string;
}

/**
 * A page of campaigns, newest first.
 */
export interface CampaignPage {
  items: Campaign[];
  next_cursor: string | null;
}

/**
 * Changes to a campaign; a field left out stays. A flow replaces the flow; parts of it beside the name replace
 * these parts (null removes one). Runs that have begun finish with the version they began with.
 */
export interface ChangeCampaign {
  /**
   * Triggers, a filter over members, how often a person may run, and steps.
   */
  flow?: {
    [k: string]: unknown;
  };
  triggers?: unknown;
  schedule?: unknown;
  scope?: unknown;
  webinar_id?: unknown;
  filter?: unknown;
  goal?: unknown;
  runs?: unknown;
  steps?: unknown;
  timezone?: unknown;
  name?: string;
}

/**
 * The number of members for whom the campaign would also run now.
 */
export interface CampaignMatch {
  count: number;
}

/**
 * The choice to start runs for the members that match already; see ``match`` for their number.
 */
export interface ActivateCampaign {
  also_now?: boolean;
}

/**
 * The choice to start runs for causes that came while the campaign was paused; they are skipped otherwise.
 */
export interface ResumeCampaign {
  also_held?: boolean;
}

/**
 * The number of runs that were stopped.
 */
export interface StoppedRuns {
  stopped: number;
}

/**
 * The person on whom the campaign is tried.
 */
export interface TestCampaign {
  person_id: string;
}

/**
 * The test run, and whether the filter matches the person.
 */
export interface TestedCampaign {
  run: CampaignRun;
  matches: boolean;
}

/**
 * A member's run through a campaign. ``place`` is the next step, counted from 0; ``steps`` are the results of the
 * steps so far. ``test``: somebody tried the campaign.
 */
export interface CampaignRun {
  id: string;
  member_id: string;
  person_id: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  webinar_id: string;
  version: number;
  state: RunState;
  reason: string | null;
  place: string;
  due_at: string;
  created_at: string;
  test: boolean;
  steps: RunStep[];
}

/** The progress of a run. */
export const RUN_STATES = [
  "done",
  "failed",
  "held",
  "new",
  "skipped",
  "stopped",
  "waiting",
] as const;
export type RunState = (typeof RUN_STATES)[number];

/**
 * The result of a step of a run: ``done``, or ``skipped`` with the reason as ``code``. ``place`` is the step,
 * counted from 0. ``sent``: null for a step that queued nothing.
 */
export interface RunStep {
  place: string;
  did: string;
  outcome: string;
  code: string | null;
  at: string;
  sent: SentStep | null;
}

/**
 * The mail or event that a step queued. ``state``: that of the mail or of the delivery (``dead``: given up).
 * ``code`` and ``message``: the reason of a failure.
 */
export interface SentStep {
  state: string;
  code: string | null;
  message?: string | null;
}

/**
 * A page of runs, newest first.
 */
export interface CampaignRunPage {
  items: CampaignRun[];
  next_cursor: string | null;
}

/**
 * The last 50 moments, newest first.
 */
export interface CampaignOccurrences {
  items: CampaignOccurrence[];
}

/**
 * A scheduled time of a campaign; `outcome` is `looked`, or `missed` when it was over an hour late.
 */
export interface CampaignOccurrence {
  nominal_at: string;
  webinar_id: string | null;
  outcome: string;
  runs: number;
}

/**
 * The number of runs in each state.
 */
export interface CampaignNumbers {
  numbers: CampaignNumber[];
}

/**
 * The number of runs in a state; skipped and failed runs by reason.
 */
export interface CampaignNumber {
  state: RunState;
  reason: string | null;
  count: number;
}

/**
 * A webinar's registration with its address, snippets to copy, and the number of submissions by outcome.
 * ``saved`` is false before the first save: the fields are then suggestions. ``warnings`` are codes: required_consent
 * (a consent to another purpose is required), no_payment_connection (there is a price and nothing takes the money,
 * so nobody can register), never_flips (the webinar has ended without a recorded finish, so nobody
 * will become Attended On-Demand), mails_off (no mail is sent).
 */
export interface Registration {
  saved: boolean;
  open: boolean;
  slug: string;
  approval: Approval;
  confirm_address: boolean;
  waitlist: boolean;
  fields: {
    [k: string]: Wanted;
  };
  questions: Question[];
  consents: Consent[];
  intro: {
    [k: string]: string;
  };
  blocked_domains: string[];
  tell_rejected: boolean;
  url: string;
  embed: Embed;
  counts: {
    [k: string]: number;
  };
  warnings: string[];
  open_from?: string;
  open_until?: string;
  redirect_url?: string;
  price?: Price;
}

/** The rule for operators' approval of registrations. */
export const APPROVALS = [
  "automatic",
  "manual",
] as const;
export type Approval = (typeof APPROVALS)[number];

/** The rule for a contact field on the page. */
export const WANTEDS = [
  "hidden",
  "optional",
  "required",
] as const;
export type Wanted = (typeof WANTEDS)[number];

/**
 * A custom question; ``options`` only for one_of and some_of.
 */
export interface Question {
  id: string;
  type: QuestionType;
  label: {
    [k: string]: string;
  };
  required?: boolean;
  options?: Option[];
}

/** The type of an answer. */
export const QUESTION_TYPES = [
  "country",
  "date",
  "long_text",
  "number",
  "one_of",
  "some_of",
  "text",
  "yes_no",
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/**
 * One answer to choose. ``value`` is stored, ``label`` is shown.
 */
export interface Option {
  value: string;
  label: {
    [k: string]: string;
  };
}

/**
 * A text to agree to; ``purpose`` ``event`` is the notice of the event itself.
 */
export interface Consent {
  purpose: string;
  label: {
    [k: string]: string;
  };
  required?: boolean;
}

/**
 * Snippets to copy into other pages.
 */
export interface Embed {
  link: string;
  script: string;
  iframe: string;
  html: string;
}

/**
 * The price of a seat. ``amount_minor``: in the currency's smallest unit, as Stripe counts it: 4900 is 49.00 EUR,
 * 500 is 500 JPY. ``currency``: a code of ISO 4217, in lower case.
 */
export interface Price {
  amount_minor: number;
  currency: string;
}

/**
 * The registration settings of a webinar. A field left out gets its default.
 */
export interface SaveRegistration {
  open?: boolean;
  slug: string;
  approval?: Approval;
  confirm_address?: boolean;
  waitlist?: boolean;
  open_from?: string | null;
  open_until?: string | null;
  fields?: {
    [k: string]: Wanted;
  };
  questions?: Question[];
  consents?: Consent[];
  intro?: {
    [k: string]: string;
  };
  blocked_domains?: string[];
  redirect_url?: string | null;
  tell_rejected?: boolean;
  price?: Price | null;
}

/**
 * Submissions, newest first.
 */
export interface SubmissionPage {
  items: Submission[];
  next_cursor: string | null;
}

/**
 * A submitted form and its outcome. ``member_status``: the status that the member has by now.
 */
export interface Submission {
  id: string;
  received_at: string;
  email?: string;
  contact?: {
    [k: string]: string;
  };
  answers?: Answer[];
  consents: Agreed[];
  source?: {
    [k: string]: string;
  };
  language: string;
  timezone?: string;
  proved_at?: string;
  outcome?: string;
  member_id?: string;
  member_status?: string;
}

/**
 * An answer with the question as it was asked.
 */
export interface Answer {
  id: string;
  question: string;
  type: QuestionType;
  value: unknown;
}

/**
 * A consent with its text as it was shown. ``proved``: the address's owner has clicked.
 */
export interface Agreed {
  purpose: string;
  text: string;
  version: string;
  agreed_at: string;
  proved: boolean;
}

/**
 * The consents of a person, the latest first.
 */
export interface PersonConsents {
  items: PersonConsent[];
}

/**
 * A consent of a person, with the webinar whose form asked for it.
 */
export interface PersonConsent {
  webinar_id: string;
  consent: Agreed;
}

/**
 * A decision about members that are Pending Approval or Rejected.
 */
export interface Decide {
  members: string[];
  decision: string;
  reason?: string | null;
  apply_after_s?: number;
}

/**
 * A decision; until ``apply_at`` it may be withdrawn.
 */
export interface Decision {
  decision_id: string;
  apply_at: string;
  results: DecisionResult[];
}

/**
 * The effect of a decision on one member.
 */
export interface DecisionResult {
  member_id: string;
  outcome: string;
  code?: string;
}

/**
 * Payments, newest first.
 */
export interface PaymentPage {
  items: Payment[];
  totals: PaymentTotal[];
  next_cursor: string | null;
}

/**
 * A payment for a seat. ``amount_minor`` and ``refunded_minor``: in the currency's smallest unit. ``seat_until``:
 * until when a seat is held for it. ``reason``: why it was not made, or was given back. ``trouble``: the code of the
 * payment service's last refusal.
 */
export interface Payment {
  id: string;
  state: PaymentState;
  amount_minor: number;
  currency: string;
  refunded_minor: number;
  created_at: string;
  refundable: boolean;
  email?: string;
  submission_id?: string;
  member_id?: string;
  seat_until?: string;
  paid_at?: string;
  refunded_at?: string;
  reason?: PaymentReason;
  trouble?: string;
}

/** The state of a payment; the values are the names on the wire. ``open`` and ``processing`` hold a seat. */
export const PAYMENT_STATES = [
  "lost",
  "not_paid",
  "open",
  "paid",
  "processing",
  "refunded",
  "refunding",
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** The reason why a payment was not made, or was given back; the values are the names on the wire. */
export const PAYMENT_REASONS = [
  "amount_mismatch",
  "at_service",
  "closed",
  "dispute",
  "event_cancelled",
  "expired",
  "failed",
  "no_seat",
  "operator",
  "removed",
  "replaced",
] as const;
export type PaymentReason = (typeof PAYMENT_REASONS)[number];

/**
 * The payments of one currency that count, and what is left of their money after refunds.
 */
export interface PaymentTotal {
  currency: string;
  payments: number;
  amount_minor: number;
}

/**
 * The current rundown; version 0 before the first save. ``saved_by``: the name of a key, session, host or
 * presenter; null for a version that the server made by itself.
 */
export interface Rundown {
  version: number;
  buffer_s: number;
  /**
   * The end of the last item on either track.
   */
  duration_ms: number;
  items: Item[];
  saved_at: string | null;
  saved_by: string | null;
}

/**
 * A rundown to save: ``version`` is the version that was edited.
 */
export interface SaveRundown {
  version: number;
  items: Item[];
  buffer_s?: number;
}

/**
 * The problems that would occur if the webinar began now; ``ok`` is true without errors.
 */
export interface Preflight {
  ok: boolean;
  problems: PreflightProblem[];
}

/**
 * A problem.
 */
export interface PreflightProblem {
  code: ProblemCode;
  severity: Severity;
  message: string;
  item_id?: string;
}

/** A problem that the check before the start can find. */
export const PROBLEM_CODES = [
  "another_event",
  "asset_failed",
  "asset_short",
  "disk",
  "gap",
  "limit",
  "no_captions",
  "no_moderator",
  "overlay_outside",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** The weight of a problem: an error spoils the event, a warning may be intended. */
export const SEVERITIES = [
  "error",
  "warning",
] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * The destination of a take over: ``url`` with live_url, ``message`` with slate.
 */
export interface TakeOver {
  to: TakeOverTo;
  url?: string | null;
  message?: string | null;
}

/**
 * The point at which the rundown resumes.
 */
export interface GiveBack {
  resume: Resume;
}

/** The point at which a rundown continues after a take over: where it stopped, or where the clock is. */
export const RESUMES = [
  "wall_clock",
  "where_stopped",
] as const;
export type Resume = (typeof RESUMES)[number];

/**
 * The hosts and presenters of a webinar.
 */
export interface Presenters {
  items: Presenter[];
}

/**
 * A host or presenter, with a personal link.
 */
export interface Presenter {
  id: string;
  email?: string;
  name?: string;
  role: Role;
  presenter_url?: string;
  created_at: string;
}

/**
 * A person to invite as host or presenter.
 */
export interface InvitePresenter {
  email: string;
  name: string;
  role: Role;
}

/**
 * A line of a host; ``client_id`` is the page's own id of it, so that a repetition is stored once.
 */
export interface Say {
  client_id: string;
  text: string;
}

/**
 * A chat's settings, and a page of its lines in all states, in the order of storing.
 */
export interface ChatPage {
  mode: ChatMode;
  slow_s: number;
  words: string[];
  items: HostLine[];
  next_cursor: string | null;
}

/**
 * The mode of a chat. ``slow_s``: the least time between two lines of one member; ``words``: a line with one of
 * them is held. A field left out stays.
 */
export interface SetChatMode {
  mode: ChatMode;
  slow_s?: number;
  words?: string[];
}

/**
 * The settings of a chat.
 */
export interface ChatSettings {
  mode: ChatMode;
  slow_s: number;
  words: string[];
}

/**
 * An answer to a line; ``private``: only its writer sees it. With a ``client_id``, the page's own id of the answer,
 * a repetition stores nothing.
 */
export interface AnswerLine {
  text: string;
  private?: boolean;
  client_id?: string;
}

/**
 * The number of lines that were approved.
 */
export interface Approved {
  approved: number;
}

/**
 * The results of all polls and surveys of a webinar.
 */
export interface Polls {
  items: PollResults[];
}

/**
 * The uses of all overlays of a webinar.
 */
export interface Clicks {
  items: ClicksOfItem[];
}

/**
 * The members that saw, clicked and closed an overlay in one mode.
 */
export interface ClicksOfItem {
  item: string;
  kind: string;
  title: string | null;
  mode: UseMode;
  seen: number;
  clicked: number;
  closed: number;
}

export const CLICK_NEXTS = [
  "play",
  "live_url",
  "watch_url",
  "wait",
] as const;
export type ClickNext = (typeof CLICK_NEXTS)[number];

export const POLL_RESULTS_KINDS = [
  "poll",
  "survey",
] as const;
export type PollResultsKind = (typeof POLL_RESULTS_KINDS)[number];

export const CAMPAIGN_LIST_STEP_CHANGES = [
  "add",
  "remove",
] as const;
export type CampaignListStepChange = (typeof CAMPAIGN_LIST_STEP_CHANGES)[number];

export const WEBINAR_RECORDING_FAILED_NOTICED_BIES = [
  "check",
  "viewer",
] as const;
export type WebinarRecordingFailedNoticedBy = (typeof WEBINAR_RECORDING_FAILED_NOTICED_BIES)[number];

export const MAIL_BOUNCED_BOUNCES = [
  "complaint",
  "hard",
  "soft",
] as const;
export type MailBouncedBounce = (typeof MAIL_BOUNCED_BOUNCES)[number];

export const SESSION_SCOPES = [
  "admin",
  "links",
  "people",
  "privacy",
  "read",
  "refunds",
  "write",
] as const;
export type SessionScope = (typeof SESSION_SCOPES)[number];

export const AUDIT_ENTRY_ACTORS = [
  "configured_key",
  "key",
  "nobody",
  "session",
] as const;
export type AuditEntryActor = (typeof AUDIT_ENTRY_ACTORS)[number];

export const CONNECTION_KIND_KINDS = [
  "dsn",
  "gotowebinar",
  "hubspot",
  "mailgun",
  "marketo",
  "on24",
  "postmark",
  "ses",
  "standard_webhooks_in",
  "stripe",
  "webhook",
  "zoom",
] as const;
export type ConnectionKindKind = (typeof CONNECTION_KIND_KINDS)[number];

export const CONNECTION_STATES = [
  "active",
  "broken",
  "paused",
] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

export const RECEIVED_STATES = [
  "done",
  "failed",
  "new",
  "waiting",
] as const;
export type ReceivedState = (typeof RECEIVED_STATES)[number];

export const CONTENT_EVENTS = [
  "bounced",
  "joined",
  "left",
  "payment",
  "registered",
  "registration_cancelled",
  "session_ended",
  "unknown",
] as const;
export type ContentEvent = (typeof CONTENT_EVENTS)[number];

export const DELIVERY_STATES = [
  "cannot_go_back",
  "dead",
  "delivered",
  "waiting",
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const ASKED_STATES = [
  "asked",
  "nothing_to_ask",
] as const;
export type AskedState = (typeof ASKED_STATES)[number];
