/**
 * One visit to a join link: which scene to show now, and when to look again.
 *
 * Source: docs/domain.md, The join link.
 */
import { signal } from "@preact/signals";
import type { Click, Join } from "../generated/api.ts";
import type { Answer, JoinApi, Refusal } from "./join.ts";
import type { SignWatch } from "./sign.ts";

/** The state that the page shows. */
export type Scene =
  | { name: "loading" }
  /** The server cannot be reached; tried again by itself. */
  | { name: "offline" }
  | { name: "refused"; code: Refusal }
  | { name: "waiting"; join: Join }
  /** A click decides here: a person is waited for, three seconds at most. */
  | { name: "arriving"; join: Join }
  /** The room is open and somewhere else: on the way there. */
  | { name: "leaving"; join: Join; to: string }
  /** The room is open, but nothing is on yet (or any more). */
  | { name: "room"; join: Join }
  /** The recording plays at the same moment for everybody. */
  | { name: "broadcast"; join: Join; recording: Recording }
  /** A rundown plays at the same moment for everybody, or its replay can be watched. */
  | { name: "programme"; join: Join }
  | { name: "coming"; join: Join }
  /** `awaited`: somebody sat on this page until there was something to play. */
  | { name: "recording"; join: Join; recording: Recording; awaited: boolean };

export type Recording = NonNullable<Join["recording"]>;

/** The world outside. */
export interface Surroundings {
  api: Pick<JoinApi, "state" | "click">;
  signs: Pick<SignWatch, "sign" | "settled">;
  /** Wall time of this machine, in ms since the epoch. */
  now(): number;
  after(ms: number, run: () => void): void;
  go(url: string): void;
  random(): number;
}

const POLL_MS = 15_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
/** All viewers wait for the same moment; arriving spread over this keeps the server calm. */
const SPREAD_MS = 2_000;
/** Timers cannot wait longer than 2^31 ms. */
const LONGEST_TIMER_MS = 24 * 3_600_000;

export class Visit {
  readonly scene = signal<Scene>({ name: "loading" });
  readonly #world: Surroundings;
  readonly #token: string | null;
  /** Server time minus ours, in ms. */
  #ahead = 0;
  #failures = 0;
  /** The phase in which the server last heard that a person is here. */
  #confirmedIn: string | null = null;
  #looks = 0;

  constructor(world: Surroundings, token: string | null) {
    this.#world = world;
    this.#token = token;
  }

  /** Server time, as well as it is known here, in ms since the epoch. */
  serverNow(): number {
    return this.#world.now() + this.#ahead;
  }

  /** Ask the server what is on, show it, and plan the next look. */
  async look(): Promise<void> {
    const token = this.#token;
    if (!token) {
      this.scene.value = { name: "refused", code: "no_link" };
      return;
    }
    const look = ++this.#looks;
    const answer = await this.#world.api.state(token);
    if (look !== this.#looks) return;
    if (answer.kind === "ok") {
      this.#failures = 0;
      this.#ahead = Date.parse(answer.value.server_time) - this.#world.now();
      await this.#show(token, answer.value);
    } else if (answer.kind === "refused") this.#refuse(answer.code);
    else this.#tryAgain();
  }

  async #show(token: string, join: Join): Promise<void> {
    if (join.phase === "closed") {
      this.#refuse("window_closed");
      return;
    }
    // Once per page load and phase: somebody who waited on this page arrives when the room opens.
    let confirmation: Click | null = null;
    if (this.#confirmedIn !== join.phase) {
      if (join.click_decides && !this.#world.signs.sign) {
        const look = this.#looks;
        this.scene.value = { name: "arriving", join };
        await this.#world.signs.settled();
        if (look !== this.#looks) return;
      }
      const { sign } = this.#world.signs;
      const answer: Answer<Click> = await this.#world.api.click(token, sign);
      if (answer.kind === "refused") return this.#refuse(answer.code);
      if (answer.kind === "failed") {
        // Watching needs no click; the next look confirms it.
        if (!join.watch_url) this.scene.value = sceneOf(join, this.scene.value);
        return this.#tryAgain();
      }
      this.#confirmedIn = join.phase;
      confirmation = answer.value;
      if (!sign) this.#confirmLater(token, join.phase);
    }
    const elsewhere = confirmation?.next === "live_url" || confirmation?.next === "watch_url";
    if (elsewhere && confirmation?.url) {
      this.scene.value = { name: "leaving", join, to: confirmation.url };
      this.#world.go(confirmation.url);
      return;
    }
    if (this.scene.value.name !== "leaving") this.scene.value = sceneOf(join, this.scene.value);
    this.#plan(join);
  }

  /** A sign that comes while the page stays: the click is recorded then. */
  #confirmLater(token: string, phase: string): void {
    void this.#world.signs.settled().then(() => {
      const { sign } = this.#world.signs;
      if (sign && this.#confirmedIn === phase) void this.#world.api.click(token, sign);
    });
  }

  #plan(join: Join): void {
    const now = this.serverNow();
    const next = [join.opens_at, join.starts_at, join.ends_at, join.closes_at]
      .map((text) => Date.parse(text))
      .find((at) => at > now);
    const boundaryMs = next === undefined ? POLL_MS : next - now + this.#world.random() * SPREAD_MS;
    const { name } = this.scene.value;
    const polling = name === "coming" || name === "room";
    this.#later(polling ? Math.min(boundaryMs, POLL_MS) : boundaryMs);
  }

  #later(ms: number): void {
    const look = ++this.#looks;
    this.#world.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      if (look === this.#looks) void this.look();
    });
  }

  #refuse(code: Refusal): void {
    this.scene.value = { name: "refused", code };
    // Registration may be confirmed, and a cancelled event reinstated, while the page is open.
    if (code === "not_registered" || code === "event_cancelled") this.#later(POLL_MS);
  }

  #tryAgain(): void {
    // What is on the screen still holds; only somebody who sees nothing yet needs to be told.
    if (this.scene.value.name === "loading") this.scene.value = { name: "offline" };
    const bound = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++);
    this.#later(bound / 2 + (this.#world.random() * bound) / 2);
  }
}

function sceneOf(join: Join, before: Scene): Scene {
  const { recording } = join;
  switch (join.phase) {
    case "waiting":
      return { name: "waiting", join };
    case "live":
      if (join.rundown) return { name: "programme", join };
      return join.automated && recording ? { name: "broadcast", join, recording } : { name: "room", join };
    case "on_demand":
      if (join.rundown) return { name: "programme", join };
      if (!recording) return { name: "coming", join };
      return {
        name: "recording",
        join,
        recording,
        awaited: before.name === "coming" || before.name === "room",
      };
    case "closed":
      return { name: "refused", code: "window_closed" };
  }
}
