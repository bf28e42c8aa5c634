import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { browserWorld, RoomSocket } from "../automated/room_socket.ts";
import type { Console as Room } from "../generated/api.ts";
import type { RoomSocketHello } from "../generated/messages.ts";
import { t, textOf } from "../i18n/texts.ts";
import { Skeleton } from "../ui/empty.tsx";
import { span } from "../ui/format/times.ts";
import pageCss from "../ui/page.module.css";
import { Pill } from "../ui/pill.tsx";
import { asProblem, type Problem } from "../ui/problem.ts";
import { ProblemNote } from "../ui/problem_note.tsx";
import { type Calls, consoleOf } from "./api.ts";
import { ChatPanel } from "./chat_panel.tsx";
import css from "./console.module.css";
import { type Lines, withNews } from "./lines.ts";
import { PeoplePanel } from "./people_panel.tsx";
import { PollsPanel } from "./polls_panel.tsx";
import { ProgrammePanel } from "./programme_panel.tsx";
import { programmeTime } from "./programme_time.ts";

const ASK_MS = 3_000;

/** The room as it is known: the last answer, all lines, and how far the server's clock is from the page's. */
export interface Known {
  room: Room;
  lines: Lines;
  /** Room time minus the page's monotonic clock, in ms. */
  offsetMs: number;
}

interface Props {
  webinar: string;
  /** A host's link; without one the signed-in session counts. */
  link?: string;
  /** Called with the webinar's name where the console is a page of its own, which has the name as its heading. */
  onName?: (name: string) => void;
}

/** The room of a webinar for its hosts. */
export function Console({ webinar, link, onName }: Props) {
  const calls = useMemo(() => consoleOf(webinar), [webinar]);
  const hello = useMemo(() => (link ? { join: link } : { webinar }), [webinar, link]);
  const { known, problem, look } = useRoom(calls, hello);
  const seconds = useSeconds(known);
  const title = known?.room.webinar.name;
  useEffect(() => {
    if (title) onName?.(title);
  }, [title]);
  if (!known) {
    if (problem?.status === 401 || problem?.status === 403) {
      return <NoLink />;
    }
    return problem ? <ProblemNote problem={problem} retry={look} /> : <Skeleton rows={6} page />;
  }
  const { room, lines } = known;
  // After the end the clock stands still.
  const now = Math.min(seconds, Date.parse(room.webinar.ends_at));
  const parts = { room, calls, now, look };
  const { starts_at, ends_at, timezone, name } = room.webinar;
  return (
    <div class={css.console} data-testid="console">
      {onName && (
        <header>
          <h1>{name}</h1>
        </header>
      )}
      <div class={pageCss.meta}>
        <Pill tone={room.on_air.phase === "running" ? "strong" : "plain"}>
          {textOf(`console-phase-${room.on_air.phase}`)}
        </Pill>
        <span>{span(starts_at, ends_at, timezone)}</span>
        <span class={css.clock} role="timer" aria-label={t("console-clock")}>
          {programmeTime(now - Date.parse(starts_at))}
        </span>
        {room.viewers !== null && (
          <span>{t("console-viewers", { viewers: room.viewers, watching: room.watching ?? 0 })}</span>
        )}
      </div>
      {problem && <ProblemNote problem={problem} retry={look} />}
      <div class={css.columns}>
        <div class={css.column}>
          <ProgrammePanel {...parts} />
          <PollsPanel {...parts} />
          <PeoplePanel {...parts} />
        </div>
        <ChatPanel {...parts} lines={lines} />
      </div>
    </div>
  );
}

/** A link that was taken away, or is not whole. */
export function NoLink() {
  return (
    <>
      <h1>{t("console-no_link")}</h1>
      <p>{t("console-no_link_text")}</p>
    </>
  );
}

/** The room as its socket tells it; asked every few seconds while none is open, and at once after something was done. */
function useRoom(calls: Calls, hello: Pick<RoomSocketHello, "join" | "webinar">) {
  const [known, setKnown] = useState<Known | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef<Known | null>(null);
  const looking = useRef<() => void>(() => {});
  useEffect(() => {
    const controller = new AbortController();
    let timer = 0;
    let isAsking = false;
    function take(room: Room): void {
      // An older answer may come after a newer frame; its lines are none the worse.
      if (room.server_ms < (latest.current?.room.server_ms ?? 0)) return;
      const lines = withNews(latest.current?.lines ?? new Map(), room.chat.lines);
      latest.current = { room, lines, offsetMs: room.server_ms - performance.now() };
      setKnown(latest.current);
      setProblem(null);
    }
    async function look(): Promise<void> {
      clearTimeout(timer);
      if (isAsking) return;
      isAsking = true;
      try {
        take(await calls.read(latest.current?.room.chat.last ?? 0, controller.signal));
      } catch (thrown) {
        if (!controller.signal.aborted) setProblem(asProblem(thrown));
      }
      isAsking = false;
      if (!controller.signal.aborted && !socket.isLive) timer = window.setTimeout(look, ASK_MS);
    }
    const socket = new RoomSocket(browserWorld, {
      hello: () => ({ type: "hello", ...hello }),
      frame(frame) {
        if (frame.type === "console") take(frame.console as Room);
      },
      lost: () => void look(),
    });
    looking.current = () => void look();
    socket.open();
    return () => {
      controller.abort();
      socket.close();
      clearTimeout(timer);
    };
  }, [calls, hello]);
  return { known, problem, look: () => looking.current() };
}

/** Room time, anew each second. */
function useSeconds(known: Known | null): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return known ? performance.now() + known.offsetMs : 0;
}
