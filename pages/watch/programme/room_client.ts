/**
 * The room of an automated webinar, over its socket, or asked every few seconds where none opens.
 *
 * What is on at each moment is computed in the page.
 */
import { signal } from "@preact/signals";
import { type LocalClocks, RoomClock } from "../../automated/clock.ts";
import { RoomSocket, type SocketWorld } from "../../automated/room_socket.ts";
import { type AnyItem, Rundown } from "../../automated/rundown.ts";
import type {
  ChatEntry,
  ChatMode,
  Line,
  OnAir,
  PollView,
  Replay,
  Room,
  RoomError,
  RoomRequest,
} from "../../generated/api.ts";

export type RoomMessage = RoomRequest["messages"][number];
type Told = Room["messages"][number];

/** A poll as this viewer sees it, always with their own answers. */
export type OwnPoll = PollView & { mine: NonNullable<PollView["mine"]> };

/** The page's knowledge of the room. Instants are ms since the epoch. */
export interface Entry {
  grant: string;
  startsAt: number;
  endsAt: number;
  /** The items on air and of the next minute: enough for `onAir`. */
  rundown: Rundown;
  replay: Replay | null;
}

/** The chat as this viewer sees it: visible lines and their own, by id in their order. */
export interface Chat {
  mode: ChatMode;
  slowS: number;
  isBanned: boolean;
  last: number;
  lines: ReadonlyMap<string, Line>;
  /** The number of lines that the room left out, because many wrote at the same time. */
  skipped: number;
}

/** The world outside. */
export interface RoomWorld extends LocalClocks, SocketWorld {
  /** The token of the join link. */
  token: string;
  /** @returns null when it failed */
  ask(request: RoomRequest): Promise<Room | null>;
}

const ASK_MS = 3_000;
const FIRST_ASKS_MS = 250;
/** Between two looks at the clock while the socket is open. */
const TICK_MS = 1_000;
/** All viewers reach the end at the same moment; what they ask then is spread. */
const SPREAD_MS = 3_000;
const LONGEST_WAIT_MS = 30_000;
const MESSAGES_AT_ONCE = 16;
const MOST_LINES = 500;

export class RoomClient {
  readonly clock: RoomClock;
  readonly entry = signal<Entry | null>(null);
  readonly chat = signal<Chat | null>(null);
  readonly polls = signal<ReadonlyMap<string, OwnPoll>>(new Map());
  /** The number of members in the room, where the webinar shows it. */
  readonly viewers = signal<number | null>(null);
  /** The last refusal of a message, until the next message. */
  readonly refusal = signal<RoomError | null>(null);
  readonly #world: RoomWorld;
  #cancel: () => void = () => {};
  #failures = 0;
  #isOver = false;
  #isAsking = false;
  #outgoing: RoomMessage[] = [];
  #isUrgent = false;
  readonly #socket: RoomSocket;
  /** What went over the open socket and is not answered yet; answers come in this order. */
  #unanswered: RoomMessage[] = [];
  #isAskingTime = false;
  #cancelHello: (() => void) | null = null;

  constructor(world: RoomWorld) {
    this.#world = world;
    this.clock = new RoomClock(world);
    this.#socket = new RoomSocket(world, {
      hello: () => ({
        type: "hello",
        join: world.token,
        ...(this.chat.value && { since: this.chat.value.last }),
      }),
      frame: (frame) => {
        if (frame.type === "stop" || frame.type === "console" || frame.type === "reconnect") return;
        this.#receive(frame, this.#world.monotonic());
      },
      lost: () => {
        this.#unanswered = [];
        this.#isAskingTime = false;
        void this.look();
      },
    });
  }

  /** Enter the room. */
  start(): void {
    this.#socket.open();
  }

  /** Ask over HTTP, and again every few seconds until a socket is open. */
  async look(): Promise<void> {
    if (this.#isAsking || this.#isOver) return;
    this.#isAsking = true;
    this.#cancel();
    const t0 = this.#world.monotonic();
    const { grant, replay, endsAt = 0 } = this.entry.value ?? {};
    const greets = !grant || (!replay && this.clock.isKnown && this.clock.now() >= endsAt);
    const sent = this.#outgoing.slice(0, MESSAGES_AT_ONCE);
    const chat = this.chat.value;
    const room = await this.#world.ask({
      ...(chat && { since: chat.last }),
      messages: [...(greets ? [{ type: "hello" as const }] : []), { type: "clock", t0 }, ...sent],
    });
    this.#isAsking = false;
    if (room) {
      this.#outgoing = this.#outgoing.filter((message) => !sent.includes(message));
      this.#isUrgent = this.#outgoing.length > 0;
      const t3 = this.#world.monotonic();
      for (const message of room.messages) {
        if (message.type === "error" && message.code === "unavailable")
          this.#outgoing.push(...sent.filter((one) => isOf(one, message)));
        else this.#receive(message, t3);
      }
    }
    this.#failures = room ? 0 : this.#failures + 1;
    const isDone = this.entry.value?.replay && this.#outgoing.length === 0 && room;
    if (!this.#isOver && !this.#socket.isLive && !isDone)
      this.#cancel = this.#world.after(this.#waitMs(), () => void this.look());
  }

  /** Send a message; it is kept and repeated until the room has taken or refused it. */
  send(message: RoomMessage): void {
    this.refusal.value = null;
    this.#outgoing.push(message);
    if (this.#socket.isLive) this.#flush();
    else void this.look();
  }

  /** Ask for a new grant: the one that there is opens nothing any more. */
  renew(): void {
    const entry = this.entry.value;
    if (entry) this.entry.value = { ...entry, grant: "" };
    if (this.#socket.isLive) this.#greet();
    else void this.look();
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
    this.#cancelHello?.();
    this.#socket.close();
  }

  /** Say hello again over the open socket. */
  #greet(): void {
    this.#cancelHello = null;
    this.#socket.send({ type: "hello", join: this.#world.token });
  }

  /** Send over the socket what has not been sent over it. */
  #flush(): void {
    for (const message of this.#outgoing) {
      if (this.#unanswered.includes(message)) continue;
      this.#unanswered.push(message);
      this.#socket.send(message);
    }
  }

  /** Ask the time when it is due, for as long as the socket is open. */
  #tick(): void {
    this.#cancel();
    if (!this.#socket.isLive || this.#isOver) return;
    if (this.clock.wantsSample() && !this.#isAskingTime) {
      this.#isAskingTime = true;
      this.#socket.send({ type: "clock", t0: this.#world.monotonic() });
    }
    this.#cancel = this.#world.after(this.clock.wantsSample() ? FIRST_ASKS_MS : TICK_MS, () => this.#tick());
  }

  /** A message of the room, over the socket or over HTTP. `t3`: when it came (ms, monotonic). */
  #receive(message: Told, t3: number): void {
    switch (message.type) {
      case "clock":
        this.#isAskingTime = false;
        this.clock.add({ t0: message.t0, t1: message.t1, t2: message.t2, t3 });
        break;
      case "welcome":
        this.#welcome(message);
        break;
      case "on_air":
        this.#see(message);
        // Over HTTP each look says hello; here the room is asked for its replay once.
        if (message.phase === "ended" && this.#socket.isLive && !this.entry.value?.replay)
          this.#greetWithin(SPREAD_MS);
        break;
      case "chat":
        this.#change({ mode: message.mode, slowS: message.slow_s, isBanned: message.banned });
        // Over HTTP everything up to `last` is in this answer; over the socket it is still to come.
        if (!this.#socket.isLive) this.#has(message.last);
        break;
      case "lines":
        this.#add(message.lines, message.reset ?? false, message.skipped);
        this.#has(message.last ?? 0);
        break;
      case "line_changed":
        this.#mark(message.id, message.state);
        this.#has(message.last ?? 0);
        break;
      case "poll":
        this.#poll(message);
        break;
      case "viewers":
        this.viewers.value = message.viewers;
        break;
      case "accepted":
        this.#answered(true);
        if (message.line) this.#take(message.line);
        break;
      case "error": {
        const isAway = message.code === "unavailable";
        this.#answered(!isAway);
        if (!isAway) this.refusal.value = message;
        else this.#world.after((message.after_s ?? 3) * 1_000, () => this.#socket.isLive && this.#flush());
      }
    }
  }

  /** The oldest message on the socket was answered. */
  #answered(isSettled: boolean): void {
    const message = this.#unanswered.shift();
    if (message && isSettled) this.#outgoing = this.#outgoing.filter((one) => one !== message);
  }

  #welcome(message: Extract<Told, { type: "welcome" }>): void {
    this.#see(message.on_air, message.grant, message.replay ?? null);
    this.viewers.value = message.viewers ?? null;
    if (message.chat) this.#enter(message.chat);
    for (const poll of message.polls ?? []) this.#poll(poll);
    if (!this.#socket.isLive) return;
    if (message.replay) {
      // Nothing more happens by itself: what is to be said goes over HTTP.
      this.#socket.close();
      this.#unanswered = [];
      this.#cancel();
      if (this.#outgoing.length > 0) void this.look();
      return;
    }
    if (!message.polls) this.#greetWithin(2 * SPREAD_MS);
    this.#flush();
    this.#tick();
  }

  #greetWithin(ms: number): void {
    this.#cancelHello ??= this.#world.after(ms * this.#world.random(), () => this.#greet());
  }

  #poll(view: PollView): void {
    const polls = new Map(this.polls.value);
    polls.set(view.item, { ...view, mine: view.mine ?? polls.get(view.item)?.mine ?? {} });
    this.polls.value = polls;
  }

  #see(air: OnAir, grant?: string, replay?: Replay | null): void {
    const before = this.entry.value;
    this.entry.value = {
      grant: grant ?? before?.grant ?? "",
      startsAt: Date.parse(air.starts_at),
      endsAt: Date.parse(air.ends_at),
      rundown: known(air),
      replay: replay === undefined ? (before?.replay ?? null) : replay,
    };
  }

  #enter(chat: ChatEntry): void {
    const lines = new Map<string, Line>();
    for (const line of [...chat.lines, ...chat.mine]) if (!lines.has(line.id)) lines.set(line.id, line);
    this.chat.value = {
      mode: chat.mode,
      slowS: chat.slow_s,
      isBanned: chat.banned,
      last: chat.last,
      lines,
      skipped: 0,
    };
  }

  #change(changes: Partial<Chat>): void {
    if (this.chat.value) this.chat.value = { ...this.chat.value, ...changes };
  }

  /** Everything up to this change of the chat is here. */
  #has(seq: number): void {
    if (this.chat.value && seq > this.chat.value.last) this.#change({ last: seq });
  }

  /** A line of one's own was stored; one that was shown already keeps its place. */
  #take(line: Line): void {
    if (!this.chat.value?.lines.has(line.id)) this.#add([line], false);
    else this.#change({ lines: new Map(this.chat.value.lines).set(line.id, line) });
  }

  #add(added: readonly Line[], reset: boolean, skipped = 0): void {
    const before = [...(this.chat.value?.lines ?? [])];
    // The room sends what everybody sees; a viewer's own lines and private answers are the page's to keep.
    const lines = new Map(reset ? before.filter(([, line]) => line.client_id || line.private) : before);
    for (const line of added) {
      lines.delete(line.id);
      lines.set(line.id, line);
    }
    for (const id of lines.keys()) {
      if (lines.size <= MOST_LINES) break;
      lines.delete(id);
    }
    this.#change({ lines, skipped: (reset ? 0 : (this.chat.value?.skipped ?? 0)) + skipped });
  }

  #mark(id: string, state: Line["state"]): void {
    const lines = new Map(this.chat.value?.lines);
    const line = lines.get(id);
    if (line) lines.set(id, { ...line, state });
    this.#change({ lines });
  }

  #waitMs(): number {
    if (this.#failures > 0) {
      const bound = Math.min(LONGEST_WAIT_MS, ASK_MS * 2 ** this.#failures);
      return bound / 2 + (this.#world.random() * bound) / 2;
    }
    // The first samples of the clock come at once, and what was written while the room was asked.
    return this.clock.wantsSample() || this.#isUrgent
      ? FIRST_ASKS_MS
      : ASK_MS * (0.9 + this.#world.random() * 0.2);
  }
}

/** Return true for the message that an error is about. */
function isOf(message: RoomMessage, { client_id, poll, question, item }: RoomError): boolean {
  if (message.type === "line") return message.client_id === client_id;
  if (message.type === "answer") return message.poll === poll && message.question === question;
  return "item" in message && message.item === item;
}

/** The items of a moment and of the minute after it. */
export function known(onAir: OnAir): Rundown {
  const items = [
    ...(onAir.stage ? [onAir.stage.item] : []),
    ...onAir.overlays.map(({ item }) => item),
    ...onAir.soon,
  ];
  return new Rundown(onAir.version, items as unknown as AnyItem[]);
}
