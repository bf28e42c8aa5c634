/** Attaching an element: its events go to a session, what the server says comes back as events and callbacks. */
import { post } from "./beacon.ts";
import type { Socket } from "./connection.ts";
import { ownServer } from "./own_script.ts";
import { MEDIA_EVENTS } from "./segments.ts";
import { type Options, Session, type World } from "./session.ts";
import { Shelf } from "./shelf.ts";
import { pageToken } from "./token.ts";

/** The options of attaching: all may be left out where the page's address or the script's own have them. */
export type AttachOptions = Partial<Options>;

export interface Handle {
  /** The playback that is running; it changes when the machine slept. */
  readonly playback: string;
  /** The viewer's present view. */
  readonly state: string;
  /** Report what was played until now, without waiting for the next heartbeat. */
  report(): void;
  /** Stop watching the element; what was played until now is reported. */
  detach(): void;
}

/** A handle of the script itself, which moves from element to element. */
export interface Following extends Handle {
  /** The element that is watched. */
  readonly media: HTMLMediaElement;
  /** Whether nothing more is wanted. */
  readonly isOver: boolean;
  /** Whether an element plays the recording for certain. */
  matches(media: HTMLMediaElement): boolean;
  /** Go on with another element, as the same playback. */
  moveTo(media: HTMLMediaElement): void;
}

const attached = new WeakMap<HTMLMediaElement, Following>();

/**
 * Report what is played by an element.
 *
 * @param media a video or audio element; attaching it again answers the same handle
 * @param options `server` defaults to where this script came from, `join` to the page's token
 * @throws Error when there is no token or no server to report to
 */
export function attach(media: HTMLMediaElement, options: AttachOptions = {}): Handle {
  return follow(media, options);
}

/** `attach`, for the script itself. */
export function follow(first: HTMLMediaElement, options: AttachOptions): Following {
  const before = attached.get(first);
  if (before) return before;
  const join = options.join || pageToken();
  const server = (options.server ?? ownServer())?.replace(/\/+$/, "");
  if (!join || !server) throw new Error(`Latecomer: no ${join ? "server" : "join token"} to report with`);

  let media = first;
  let isOver = false;
  const telling =
    <T>(event: string, callback: ((detail: T) => void) | undefined) =>
    (detail: T) => {
      media.dispatchEvent(new CustomEvent(`latecomer:${event}`, { detail }));
      callback?.(detail);
    };
  const session = new Session(browser(), media, {
    join,
    server,
    counts: options.counts ?? "recording",
    onWelcome: telling("welcome", options.onWelcome),
    onAck: telling("ack", options.onAck),
    onStatus: telling("status", options.onStatus),
    onStop: telling("stop", (reason) => {
      isOver = true;
      options.onStop?.(reason);
    }),
  });
  const stops: (() => void)[] = [];
  const on = (target: EventTarget, event: string, run: () => void) => {
    target.addEventListener(event, run);
    stops.push(() => target.removeEventListener(event, run));
  };
  let leaveMedia = listen(media, session);
  const timer = setInterval(() => session.handle("tick"), 1_000);
  on(document, "visibilitychange", () => document.hidden && session.reportIfPlayed());
  on(window, "pagehide", () => session.leave());
  on(window, "pageshow", () => session.comeBack());
  on(window, "online", () => session.comeBack());

  const handle: Following = {
    get playback() {
      return session.playback;
    },
    get state() {
      return session.state;
    },
    get media() {
      return media;
    },
    get isOver() {
      return isOver;
    },
    matches: (other) => session.matches(other),
    moveTo(other) {
      if (other === media) return;
      leaveMedia();
      attached.delete(media);
      media = other;
      attached.set(media, handle);
      session.moveTo(media);
      leaveMedia = listen(media, session);
    },
    report: () => session.report(),
    detach() {
      clearInterval(timer);
      leaveMedia();
      for (const stop of stops) stop();
      session.end();
      isOver = true;
      attached.delete(media);
    },
  };
  attached.set(media, handle);
  return handle;
}

/** Hand the element's events to the session. @returns a function that ends it */
function listen(media: HTMLMediaElement, session: Session): () => void {
  const listeners = MEDIA_EVENTS.map((event) => [event, () => session.handle(event)] as const);
  for (const [event, run] of listeners) media.addEventListener(event, run);
  return () => {
    for (const [event, run] of listeners) media.removeEventListener(event, run);
  };
}

function browser(): World {
  return {
    connect: (url, subprotocol) => new WebSocket(url, subprotocol) as Socket,
    post,
    sendBeacon: (url, body) => navigator.sendBeacon(url, body),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    random: () => Math.random(),
    uuid,
    shelf: new Shelf(stores()),
  };
}

function stores(): Storage[] {
  const found: Storage[] = [];
  for (const name of ["localStorage", "sessionStorage"] as const) {
    try {
      found.push(window[name]);
    } catch {
      // A sandboxed frame, or cookies are blocked.
    }
  }
  return found;
}

function uuid(): string {
  // `randomUUID` exists in secure contexts only.
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  const text = hex.join("");
  const variant = "89ab"[Number.parseInt(text.charAt(16), 16) & 3];
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`;
}
