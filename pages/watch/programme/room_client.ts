/** The room of an automated webinar, asked every few seconds; what is on at each moment is computed in the page. */
import { signal } from "@preact/signals";
import { type LocalClocks, RoomClock } from "../../automated/clock.ts";
import { type AnyItem, Rundown } from "../../automated/rundown.ts";
import type { OnAir, Replay, Room, RoomRequest } from "../../generated/api.ts";

/** The page's knowledge of the room. Instants are ms since the epoch. */
export interface Entry {
  grant: string;
  startsAt: number;
  endsAt: number;
  /** The items on air and of the next minute: enough for `onAir`. */
  rundown: Rundown;
  replay: Replay | null;
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

export class RoomClient {
  readonly clock: RoomClock;
  readonly entry = signal<Entry | null>(null);
  readonly #world: RoomWorld;
  #cancel: () => void = () => {};
  #failures = 0;
  #isOver = false;

  constructor(world: RoomWorld) {
    this.#world = world;
    this.clock = new RoomClock(world);
  }

  async look(): Promise<void> {
    this.#cancel();
    const t0 = this.#world.monotonic();
    const { grant } = this.entry.value ?? {};
    const room = await this.#world.ask({
      messages: [...(grant ? [] : [{ type: "hello" as const }]), { type: "clock", t0 }],
    });
    if (room) this.#take(room, this.#world.monotonic());
    this.#failures = room ? 0 : this.#failures + 1;
    if (!this.#isOver) this.#cancel = this.#world.after(this.#waitMs(), () => void this.look());
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

  #take(room: Room, t3: number): void {
    for (const message of room.messages) {
      if (message.type === "clock") this.clock.add({ t0: message.t0, t1: message.t1, t2: message.t2, t3 });
      else if (message.type === "welcome" || message.type === "on_air") {
        const before = this.entry.value;
        const isWelcome = message.type === "welcome";
        this.entry.value = {
          grant: isWelcome ? message.grant : (before?.grant ?? ""),
          startsAt: Date.parse(message.on_air.starts_at),
          endsAt: Date.parse(message.on_air.ends_at),
          rundown: known(message.on_air),
          replay: isWelcome ? (message.replay ?? null) : (before?.replay ?? null),
        };
      }
    }
  }

  #waitMs(): number {
    if (this.#failures > 0) {
      const bound = Math.min(LONGEST_WAIT_MS, ASK_MS * 2 ** this.#failures);
      return bound / 2 + (this.#world.random() * bound) / 2;
    }
    // The first samples of the clock come at once.
    return this.clock.wantsSample() ? FIRST_ASKS_MS : ASK_MS * (0.9 + this.#world.random() * 0.2);
  }
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
