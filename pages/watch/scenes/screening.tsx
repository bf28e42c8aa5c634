import { useEffect, useRef, useState } from "preact/hooks";
import { attach, type Welcome } from "../../viewer/viewer.ts";
import type { JoinState } from "../join.ts";
import { type Broadcast, broadcastPosition, hold } from "../player/broadcast.ts";
import { Player } from "../player/player.tsx";
import { attendance, day, moment, position } from "../text.ts";
import type { Recording } from "../visit.ts";
import { Countdown, useNow } from "./countdown.tsx";
import { type Progress, Watched } from "./watched.tsx";

interface Props {
  join: JoinState;
  recording: Recording;
  /** Played to everybody at the same moment. */
  live: boolean;
  /** The viewer waited for it: it starts by itself, if the browser lets it. */
  awaited: boolean;
  token: string;
  now: () => number;
  /** The server wants no more of this: look what the link says now. */
  onStop: () => void;
}

/** The recording, and how much of it was watched. */
export function Screening({ join, recording, live, awaited, token, now, onStop }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [started, setStarted] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [welcome, setWelcome] = useState<Welcome | null>(null);
  const [status, setStatus] = useState(join.status);

  useEffect(() => {
    const media = video.current;
    if (!media) return;
    const handle = attach(media, {
      server: location.origin,
      join: token,
      onWelcome(message) {
        setWelcome(message);
        setStatus(message.status);
        setProgress(message);
      },
      onAck: setProgress,
      onStatus: setStatus,
      onStop,
    });
    const start = () => setStarted(true);
    media.addEventListener("play", start);
    return () => {
      media.removeEventListener("play", start);
      handle.detach();
    };
  }, [token]);

  useEffect(() => {
    if (awaited) void video.current?.play().catch(() => {});
  }, []);

  const startsAt = Date.parse(join.starts_at);
  useEffect(() => {
    if (!live || !video.current) return;
    return hold(video.current, { startsAt, now });
  }, [live, startsAt]);

  const resumeS = resumeFrom(welcome, recording);
  useEffect(() => {
    // The space bar and the keys of a headset know of no curtain: whoever plays by them goes on there, too.
    if (resumeS === null || live || started || video.current?.currentTime !== 0) return;
    video.current.currentTime = resumeS;
  }, [resumeS]);

  const play = (from: number | null) => {
    if (!video.current) return;
    if (from !== null) video.current.currentTime = from;
    void video.current.play().catch(() => {});
  };

  const note = attendance(status);
  return (
    <main class="screening">
      <Player video={video} url={recording.url} title={join.name} live={live}>
        {live ? (
          <LiveCurtain
            broadcast={{ startsAt, now }}
            duration={recording.duration_s}
            raised={started}
            onPlay={() => play(null)}
          />
        ) : (
          !started && <Curtain resumeS={resumeS} onPlay={play} />
        )}
      </Player>
      <div class="below">
        <header>
          <h1>{join.name}</h1>
          <p class="meta">
            {live ? (
              <span>
                {now() < startsAt ? "Starts" : "Started"} {moment(join.starts_at)}
              </span>
            ) : (
              <>
                <span>Recorded {day(join.starts_at)}</span>
                <span>Available until {day(join.closes_at)}</span>
              </>
            )}
          </p>
        </header>
        <p class="chip" role="status">
          {note && (
            <span>
              <Tick /> {note}
            </span>
          )}
        </p>
        <Watched progress={progress} durationS={recording.duration_s} live={live} />
        <p class="keys" aria-hidden="true">
          <kbd>Space</kbd> play or pause
          {!live && (
            <>
              <kbd>←</kbd>
              <kbd>→</kbd> 10 seconds
            </>
          )}
          <kbd>f</kbd> full screen <kbd>m</kbd> mute
        </p>
      </div>
    </main>
  );
}

/** Where to go on; null where starting at the beginning is as good. */
function resumeFrom(welcome: Welcome | null, recording: Recording): number | null {
  const at = welcome?.resume_s ?? 0;
  return at > 5 && at < recording.duration_s - 5 ? at : null;
}

/** What lies over the picture until it is started. */
function Curtain({ resumeS, onPlay }: { resumeS: number | null; onPlay: (from: number | null) => void }) {
  if (resumeS === null) return <BigPlay label="Play" onPlay={() => onPlay(null)} />;
  return (
    <div class="curtain">
      <p>You have watched a part of this already.</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => onPlay(resumeS)}>
          Continue from {position(resumeS)}
        </button>
        <button type="button" class="button" onClick={() => onPlay(0)}>
          Start over
        </button>
      </div>
    </div>
  );
}

interface LiveCurtainProps {
  broadcast: Broadcast;
  duration: number;
  raised: boolean;
  onPlay: () => void;
}

/** The same for a broadcast: it may not have begun, and it ends by itself. */
function LiveCurtain({ broadcast, duration, raised, onPlay }: LiveCurtainProps) {
  useNow(broadcast.now);
  const at = broadcastPosition(broadcast);
  const begun = at >= 0;
  const waited = useRef(!begun);
  useEffect(() => {
    // Nothing plays by itself for somebody who has just come: they may not be a person.
    if (begun && waited.current) onPlay();
  }, [begun]);
  if (!begun) {
    return (
      <div class="curtain">
        <Countdown label="It begins in" ms={-at * 1_000} />
      </div>
    );
  }
  if (at >= duration) {
    return (
      <div class="curtain">
        <p>The session is over. The recording will be here soon.</p>
      </div>
    );
  }
  return raised ? null : <BigPlay label="Join the session" onPlay={onPlay} />;
}

function BigPlay({ label, onPlay }: { label: string; onPlay: () => void }) {
  return (
    <button type="button" class="curtain big-play" onClick={onPlay} aria-label={label}>
      <span>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M8 5.2v13.6c0 .8.9 1.3 1.6.8l10-6.8a1 1 0 0 0 0-1.6l-10-6.8A1 1 0 0 0 8 5.2Z" />
        </svg>
      </span>
      {label !== "Play" && <em>{label}</em>}
    </button>
  );
}

function Tick() {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d="m5 10.5 3.2 3.2L15 6.8" />
    </svg>
  );
}
