/**
 * One media element, watched for one member: a playback after another, each with its recorder, queue and connection.
 *
 * Source: docs/domain.md, Watched time is a set; docs/protocol.md, Viewer.
 */
import type { Status } from "../generated/api.ts";
import type { PlayedRecording } from "../generated/messages.ts";
import { firstChunk } from "./beacon.ts";
import { PlaybackClock, type TimeSource } from "./clock.ts";
import { Connection, type Network } from "./connection.ts";
import type { Ack, State, StopReason, Welcome } from "./messages.ts";
import { HeartbeatQueue } from "./queue.ts";
import { type Notice, type Played, SourceJudge } from "./recording.ts";
import { say } from "./say.ts";
import { SegmentRecorder } from "./segments.ts";
import type { Rest, Shelf } from "./shelf.ts";

/** Callbacks for the embedding page. */
export interface Options {
  /** Origin (and path, if any) of the server, without a slash at the end. */
  server: string;
  /** The member's token. */
  join: string;
  /** "recording": what is not the recording does not count (docs/domain.md, What plays); "all", the default here. */
  counts?: "recording" | "all" | undefined;
  onWelcome?: ((message: Welcome) => void) | undefined;
  onAck?: ((message: Ack) => void) | undefined;
  /** The member's status changed. */
  onStatus?: ((status: Status) => void) | undefined;
  /** The server counts nothing more here. */
  onStop?: ((reason: StopReason) => void) | undefined;
}

export interface World extends Network, TimeSource {
  uuid(): string;
  shelf: Shelf;
}

/** Several events of one gesture (a seek has five) make one heartbeat. */
const GATHER_MS = 250;
const RETRY_REST_MS = 60_000;

export class Session {
  /** The playback that is running; a new id after sleep, a moved clock, or 12 h. */
  playback = "";
  readonly #world: World;
  #media: Played;
  readonly #options: Options;
  readonly #judge: SourceJudge;
  /** What the server was told last, or is about to be. */
  #shown: State = "paused";
  #clock!: PlaybackClock;
  #recorder!: SegmentRecorder;
  #queue!: HeartbeatQueue;
  #connection!: Connection;
  #anchorAt: number | null = null;
  #heartbeatMs = 10_000;
  #reportedAt = 0;
  #cancelReport: (() => void) | null = null;
  #stopped = false;
  #left = false;
  /** Server time minus monotonic time, once it is known: survives somebody setting the clock. */
  #serverAhead: number | null = null;
  /** True once the server has answered this playback; before that, its time there is a guess. */
  #heard = false;
  #rests: Rest[];
  #sendingRests = false;
  #restsNotBefore = 0;

  constructor(world: World, media: Played, options: Options) {
    this.#world = world;
    this.#media = media;
    this.#options = options;
    const nothing = options.counts === "recording" ? undefined : null;
    this.#judge = new SourceJudge(() => world.monotonic(), tellAuthor, nothing);
    this.#judge.begin(media);
    this.#rests = world.shelf.load(options.server, world.wall());
    this.#begin();
  }

  get state(): State {
    const { state } = this.#recorder;
    // A page that is gone plays no more, though its player does until the very end; an advertisement is a pause.
    return (this.#left && state === "playing") || !this.#judge.counts ? "paused" : state;
  }

  /** Whether an element plays the recording for certain. */
  matches(media: Played): boolean {
    return this.#judge.matches(media);
  }

  /** Go on with another element. */
  moveTo(media: Played): void {
    if (this.#stopped) return;
    this.#judge.add(this.#recorder.interrupt());
    this.#media = media;
    this.#judge.begin(media);
    this.#recorder = new SegmentRecorder(media, () => this.#clock.now());
    this.handle("attach");
  }

  /** Handle an event of the media element; "tick" once a second. */
  handle(event: string): void {
    if (this.#stopped) return;
    if (this.#clock.worn()) this.#renew();
    this.#recorder.observe(event);
    if (event === "emptied") {
      // What was played until here was the source before.
      this.#judge.add(this.#recorder.interrupt());
      this.#judge.begin(this.#media);
    } else this.#judge.look();
    if (event === "tick" && !this.#judge.counts) this.#judge.add(this.#recorder.take());
    if (this.state !== this.#shown || (event === "tick" && this.#judge.isDue)) {
      this.#shown = this.state;
      this.#cancelReport ??= this.#world.after(GATHER_MS, () => this.report());
    }
    if (event !== "tick") return;
    const due = this.#clock.now() - this.#reportedAt >= this.#heartbeatMs - GATHER_MS;
    if (this.state === "playing" && due) this.report();
    this.#connection.check();
    void this.#sendRests();
  }

  /** Queue a heartbeat of everything until now and send it. */
  report(): void {
    if (this.#stopped) return;
    this.#cancelReport?.();
    this.#cancelReport = null;
    this.#reportedAt = this.#clock.now();
    this.#judge.add(this.#recorder.take());
    this.#judge.look();
    const segments = this.#left ? this.#judge.flush() : this.#judge.settle();
    this.#shown = this.state;
    this.#queue.add(this.state, segments);
    this.#connection.length = this.#judge.otherLength;
    this.#save();
    this.#connection.flush();
  }

  /** The tab is hidden and may never be seen again, or somebody wants to know now. */
  reportIfPlayed(): void {
    if (this.#cancelReport || this.state === "playing") this.report();
  }

  /** The page goes away, perhaps into the back/forward cache. */
  leave(): void {
    const due = this.#cancelReport || this.#recorder.state === "playing" || this.#judge.waits;
    this.#left = true;
    if (due) this.report();
    if (!this.#stopped) this.#connection.leave();
  }

  /** The page is back from that cache, or the network is. */
  comeBack(): void {
    this.#left = false;
    this.handle("tick");
    if (!this.#stopped) this.#connection.open();
  }

  /** Stop watching the element. */
  end(): void {
    this.leave();
    this.#close();
  }

  #begin(): void {
    const { server, join } = this.#options;
    this.playback = this.#world.uuid();
    this.#anchorAt = this.#serverAhead = null;
    this.#heard = false;
    this.#reportedAt = 0;
    const clock = new PlaybackClock(this.#world);
    const queue = new HeartbeatQueue();
    this.#clock = clock;
    this.#queue = queue;
    this.#recorder = new SegmentRecorder(this.#media, () => clock.now());
    const subject = { server, join, playback: this.playback, queue, clockMs: () => Math.floor(clock.now()) };
    this.#connection = new Connection(this.#world, subject, {
      welcome: (message) => {
        this.#heartbeatMs = message.heartbeat_s * 1_000;
        this.#heard = true;
        this.#anchorAt = Date.parse(message.anchor_at);
        this.#serverAhead = Date.parse(message.server_time) - this.#world.monotonic();
        this.#know(message.recording ?? null);
        this.#save();
        this.#options.onWelcome?.(message);
        void this.#sendRests();
      },
      ack: (message) => {
        this.#save();
        this.#options.onAck?.(message);
      },
      status: (status) => this.#options.onStatus?.(status),
      recording: (recording) => this.#know(recording),
      settled: () => {
        this.#heard = true;
        this.#save();
        void this.#sendRests();
      },
      clockMoved: () => this.#renew(),
      stop: (reason) => this.#stop(reason),
    });
    this.#shown = this.state;
    if (this.state === "playing") this.report();
  }

  /** The server has told what the recording is. */
  #know(recording: PlayedRecording | null): void {
    if (this.#options.counts === "recording") this.#judge.know(recording);
    this.handle("known");
  }

  /** Go on under a new id; what the old one still owes goes by beacon. */
  #renew(): void {
    this.#cancelReport?.();
    this.#cancelReport = null;
    this.#retire();
    this.#connection.end();
    this.#begin();
  }

  #retire(): void {
    this.#judge.add(this.#recorder.interrupt());
    const segments = this.#judge.flush();
    if (segments.length) this.#queue.add(this.state, segments);
    this.#save();
    if (this.#queue.pending.length) this.#rests.push(this.#rest());
  }

  #stop(reason: StopReason): void {
    if (this.#stopped) return;
    // After the window's close what was played before it is still taken, by beacon.
    this.#retire();
    this.#close();
    this.#heard = true;
    if (reason === "origin_not_allowed") say(originRefused());
    if (reason === "window_closed") void this.#sendRests();
    this.#options.onStop?.(reason);
  }

  #close(): void {
    this.#stopped = true;
    this.#cancelReport?.();
    this.#connection.end();
  }

  #rest(): Rest {
    const { server, join } = this.#options;
    return {
      server,
      join,
      playback: this.playback,
      zeroAt: this.#clock.zeroAt,
      anchorAt: this.#anchorAt,
      heartbeats: this.#queue.pending,
    };
  }

  #save(): void {
    this.#world.shelf.save(this.#rest());
  }

  /** The unsent messages of earlier playbacks, under their own ids, with their clocks' present readings. */
  async #sendRests(): Promise<void> {
    if (!this.#heard || this.#sendingRests || this.#world.monotonic() < this.#restsNotBefore) return;
    this.#sendingRests = true;
    for (const rest of [...this.#rests]) {
      while (rest.heartbeats.length) {
        const { join, playback } = rest;
        const heartbeats = firstChunk(rest.heartbeats);
        const beacon = { join, playback, clock_ms: this.#clockOf(rest), heartbeats };
        const verdict = await this.#world.post(`${rest.server}/beacon`, beacon);
        if (verdict === "later") {
          this.#restsNotBefore = this.#world.monotonic() + RETRY_REST_MS * this.#world.random();
          this.#sendingRests = false;
          return;
        }
        // Refused heartbeats stay on the shelf until they are too old: a later page load may do better.
        if (verdict !== "taken") break;
        rest.heartbeats = rest.heartbeats.slice(heartbeats.length);
        this.#world.shelf.forget(
          playback,
          heartbeats.map(({ seq }) => seq),
        );
      }
      this.#rests = this.#rests.filter((other) => other !== rest);
    }
    this.#sendingRests = false;
  }

  #clockOf(rest: Rest): number {
    const byServer =
      rest.anchorAt !== null && this.#serverAhead !== null
        ? this.#serverAhead + this.#world.monotonic() - rest.anchorAt
        : this.#world.wall() - rest.zeroAt;
    return Math.max(0, Math.floor(byServer));
  }
}

/** Say what is wrong with what plays, and which line mends it. */
function tellAuthor({ kind, media_s, recording }: Notice): void {
  const lengths = `lasts ${seconds(media_s)} s, the webinar's recording ${seconds(recording.duration_s)} s`;
  if (kind === "other_length") {
    say(
      `what plays here ${lengths}. It is counted, as nothing better plays. If it is the recording, write the webinar's` +
        ` "recording": {"url": ${JSON.stringify(recording.url)}, "duration_s": ${seconds(media_s)}}.`,
    );
  } else {
    say(
      `something that played here ${lengths}: it is taken for an advertisement and not counted. If it belongs to the` +
        ` recording, write data-counts="all" into the script's tag, or attach(element, { counts: "all" }).`,
    );
  }
}

function seconds(length: number): number {
  return Math.round(length * 10) / 10;
}

function originRefused(): string {
  const origin = globalThis.location?.origin;
  if (!origin || origin === "null") {
    return "nothing is counted: this page has no origin (a sandboxed frame, or a file). Serve it from a site, or take the frame's sandbox away.";
  }
  return (
    `nothing is counted: the webinar does not allow this page's origin. Write "allowed_origins": ["${origin}"] for the` +
    ` webinar, or LATECOMER_ALLOWED_ORIGINS=${origin} for all webinars.`
  );
}
