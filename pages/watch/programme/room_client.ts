/** The room of an automated webinar, asked every few seconds; what is on at each moment is computed in the page. */
import { signal } from "@preact/signals";
import { type LocalClocks, RoomClock } from "../../automated/clock.ts";
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
}

/** The world outside. */
export interface RoomWorld extends LocalClocks {
  /** @returns null when it failed */
  ask(request: RoomRequest): Promise<Room | null>;
  after(ms: number, run: () => void): () => void;
  random(): number;
}

const ASK_MS = 3_000;
const FIRST_ASKS_MS = 250;
const LONGEST_WAIT_MS = 30_000;
const MESSAGES_AT_ONCE = 16;
const MOST_LINES = 500;

export class RoomClient {
  readonly clock: RoomClock;
  readonly entry = signal<Entry | null>(null);
  readonly chat = signal<Chat | null>(null);
  readonly polls = signal<ReadonlyMap<string, PollView>>(new Map());
  /** The last refusal of a message, until the next message. */
  readonly refusal = signal<RoomError | null>(null);
  readonly #world: RoomWorld;
  #cancel: () => void = () => {};
  #failures = 0;
  #isOver = false;
  #isAsking = false;
  #outgoing: RoomMessage[] = [];
  #isUrgent = false;

  constructor(world: RoomWorld) {
    this.#world = world;
    this.clock = new RoomClock(world);
  }

  async look(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#cancel();
    const t0 = this.#world.monotonic();
    const { grant } = this.entry.value ?? {};
    const sent = this.#outgoing.slice(0, MESSAGES_AT_ONCE);
    const chat = this.chat.value;
    const room = await this.#world.ask({
      ...(chat && { since: chat.last }),
      messages: [...(grant ? [] : [{ type: "hello" as const }]), { type: "clock", t0 }, ...sent],
    });
    this.#isAsking = false;
    if (room) {
      this.#outgoing = this.#outgoing.filter((message) => !sent.includes(message));
      this.#isUrgent = this.#outgoing.length > 0;
      this.#take(room, sent, this.#world.monotonic());
    }
    this.#failures = room ? 0 : this.#failures + 1;
    if (!this.#isOver) this.#cancel = this.#world.after(this.#waitMs(), () => void this.look());
  }

  /** Send a message; it is kept and repeated until the room has taken or refused it. */
  send(message: RoomMessage): void {
    this.refusal.value = null;
    this.#outgoing.push(message);
    void this.look();
  }

  /** Ask for a new grant: the one that there is opens nothing any more. */
  renew(): void {
    const entry = this.entry.value;
    if (entry) this.entry.value = { ...entry, grant: "" };
    void this.look();
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #take(room: Room, sent: readonly RoomMessage[], t3: number): void {
    const polls = new Map<string, PollView>();
    for (const message of room.messages) {
      switch (message.type) {
        case "clock":
          this.clock.add({ t0: message.t0, t1: message.t1, t2: message.t2, t3 });
          break;
        case "welcome":
          this.#see(message.on_air, message.grant, message.replay ?? null);
          if (message.chat) this.#enter(message.chat);
          for (const poll of message.polls ?? []) polls.set(poll.item, poll);
          break;
        case "on_air":
          this.#see(message.on_air);
          break;
        case "chat":
          this.#change({
            mode: message.mode,
            slowS: message.slow_s,
            isBanned: message.banned,
            last: message.last,
          });
          break;
        case "lines":
          this.#add(message.lines, message.reset ?? false);
          break;
        case "line_changed":
          this.#mark(message.id, message.state);
          break;
        case "poll":
          polls.set(message.poll.item, message.poll);
          break;
        case "accepted":
          if (message.line) this.#add([message.line], false);
          break;
        case "error":
          if (message.code === "unavailable")
            this.#outgoing.push(...sent.filter((one) => isOf(one, message)));
          else this.refusal.value = message;
      }
    }
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
    };
  }

  #change(changes: Partial<Chat>): void {
    if (this.chat.value) this.chat.value = { ...this.chat.value, ...changes };
  }

  #add(added: readonly Line[], reset: boolean): void {
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
    this.#change({ lines });
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
