/**
 * The viewer script: exact watch time from any media element, on any site.
 *
 *     <script src="https://latecomer.example/viewer.js" data-media="#video"></script>
 *
 * attaches by itself to the element that `data-media` selects (default: the first video or audio), for the member
 * named by `data-join` or by `#latecomer=TOKEN` in the page's address. Or by hand:
 *
 *     const handle = Latecomer.attach(element, { join: "TOKEN", onStatus: (status) => … });
 *     handle.detach();
 *
 * Either way the element dispatches `latecomer:welcome`, `:ack`, `:status` and `:stop`, with what the server said
 * as their `detail`.
 */
import { post } from "./beacon.ts";
import type { Socket } from "./connection.ts";
import { MEDIA_EVENTS } from "./segments.ts";
import { type Options, Session, type World } from "./session.ts";
import { Shelf } from "./shelf.ts";

export type { Ack, Mode, State, StopReason, Welcome } from "./messages.ts";

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

const TOKEN_KEY = "latecomer.join";
const script = document.currentScript as HTMLScriptElement | null;
const attached = new WeakMap<HTMLMediaElement, Handle>();

/**
 * Report what is played by an element.
 *
 * @param media a video or audio element; attaching it again answers the same handle
 * @param options `server` defaults to where this script came from, `join` to the page's token
 * @throws Error when there is no token or no server to report to
 */
export function attach(media: HTMLMediaElement, options: AttachOptions = {}): Handle {
  const before = attached.get(media);
  if (before) return before;
  const join = options.join || pageToken();
  const server = (options.server ?? ownServer())?.replace(/\/+$/, "");
  if (!join || !server) throw new Error(`Latecomer: no ${join ? "server" : "join token"} to report with`);

  const telling =
    <T>(event: string, callback: ((detail: T) => void) | undefined) =>
    (detail: T) => {
      media.dispatchEvent(new CustomEvent(`latecomer:${event}`, { detail }));
      callback?.(detail);
    };
  const session = new Session(browser(), media, {
    join,
    server,
    onWelcome: telling("welcome", options.onWelcome),
    onAck: telling("ack", options.onAck),
    onStatus: telling("status", options.onStatus),
    onStop: telling("stop", options.onStop),
  });
  const stops: (() => void)[] = [];
  const on = (target: EventTarget, event: string, run: () => void) => {
    target.addEventListener(event, run);
    stops.push(() => target.removeEventListener(event, run));
  };
  for (const event of MEDIA_EVENTS) on(media, event, () => session.handle(event));
  const timer = setInterval(() => session.handle("tick"), 1_000);
  on(document, "visibilitychange", () => document.hidden && session.reportIfPlayed());
  on(window, "pagehide", () => session.leave());
  on(window, "pageshow", () => session.comeBack());
  on(window, "online", () => session.comeBack());

  const handle: Handle = {
    get playback() {
      return session.playback;
    },
    get state() {
      return session.state;
    },
    report: () => session.report(),
    detach() {
      clearInterval(timer);
      for (const stop of stops) stop();
      session.end();
      attached.delete(media);
    },
  };
  attached.set(media, handle);
  return handle;
}

/** The token in `#latecomer=TOKEN`, taken out of the address bar and kept for reloads of this tab. */
function pageToken(): string | null {
  const fragments = location.hash.slice(1).split("&");
  const own = fragments.find((fragment) => fragment.startsWith("latecomer="));
  const written = own ? decodeURIComponent(own.slice("latecomer=".length)) : null;
  // Whatever a mail program added behind the token is none of it.
  const token = written && (/[A-Za-z0-9_-]{72}/.exec(written)?.[0] ?? written);
  if (own) {
    const others = fragments.filter((fragment) => fragment !== own).join("&");
    history.replaceState(history.state, "", location.pathname + location.search + (others && `#${others}`));
  }
  try {
    if (token) sessionStorage.setItem(TOKEN_KEY, token);
    return token ?? sessionStorage.getItem(TOKEN_KEY);
  } catch {
    return token;
  }
}

function ownServer(): string | null {
  return script?.dataset.server ?? (script?.src ? new URL(".", script.src).href : null);
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

function autoAttach(own: HTMLScriptElement): void {
  const join = own.dataset.join || pageToken();
  // Without a token this is somebody who came without a join link: nobody to count.
  if (!join) return;
  const find = () => document.querySelector(own.dataset.media || "video, audio");
  const attachIfFound = () => {
    const media = find();
    if (!(media instanceof HTMLMediaElement)) return false;
    attach(media, { join });
    return true;
  };
  if (attachIfFound()) return;
  // Players are often put into the page later.
  const observer = new MutationObserver(() => attachIfFound() && observer.disconnect());
  observer.observe(document, { childList: true, subtree: true });
}

if (script && script.dataset.attach !== "manual") autoAttach(script);
