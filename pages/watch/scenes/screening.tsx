import { useEffect, useRef, useState } from "preact/hooks";
import type { Join } from "../../generated/api.ts";
import { formatDay, formatMoment } from "../../i18n/format.ts";
import { LanguageSwitch } from "../../i18n/language_switch.tsx";
import { t } from "../../i18n/texts.ts";
import { attach } from "../../viewer/attach.ts";
import type { Welcome } from "../../viewer/messages.ts";
import { hold } from "../player/broadcast.ts";
import { Player } from "../player/player.tsx";
import { attendance } from "../text.ts";
import type { Recording } from "../visit.ts";
import { Curtain, LiveCurtain, Unplayable } from "./curtain.tsx";
import { usePlayable } from "./playable.ts";
import scenes from "./scenes.module.css";
import css from "./screening.module.css";
import { Transcript } from "./transcript.tsx";
import { type Progress, Watched } from "./watched.tsx";

interface Props {
  join: Join;
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
      counts: "all",
      onWelcome(message) {
        setWelcome(message);
        setStatus(message.status);
        setProgress(message);
      },
      onAck: setProgress,
      onStatus: setStatus,
      onStop,
    });
    const start = () => {
      // The curtain goes, and with it whatever of it had the focus: the play button takes its place.
      const curtain = document.activeElement?.closest("[data-curtain]");
      setStarted(true);
      if (curtain) media.parentElement?.querySelector<HTMLElement>("media-play-button")?.focus();
    };
    media.addEventListener("play", start);
    return () => {
      media.removeEventListener("play", start);
      handle.detach();
    };
  }, [token]);

  useEffect(() => {
    if (awaited) void video.current?.play().catch(() => {});
  }, []);

  const { failure, attempt, fail, again } = usePlayable(video, token);
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
    <main class={css.screening}>
      <Player
        video={video}
        url={recording.url}
        durationS={recording.duration_s}
        title={join.name}
        captions={join.captions}
        live={live}
        attempt={attempt}
        onFailure={fail}
      >
        {failure ? (
          <Unplayable {...failure} onAgain={again} />
        ) : live ? (
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
      <div class={css.below}>
        <header>
          <h1 class={css.title}>{join.name}</h1>
          <p class={css.meta}>
            {live ? (
              <span>
                {t(now() < startsAt ? "watch-screening-starts" : "watch-screening-started", {
                  moment: formatMoment(new Date(join.starts_at)),
                })}
              </span>
            ) : (
              <>
                <span>{t("watch-screening-recorded", { day: formatDay(new Date(join.starts_at)) })}</span>
                <span>{t("watch-screening-until", { day: formatDay(new Date(join.closes_at)) })}</span>
              </>
            )}
          </p>
        </header>
        <p class={css.chip} role="status">
          {note && (
            <span>
              <Tick /> {note}
            </span>
          )}
        </p>
        <Watched progress={progress} durationS={recording.duration_s} live={live} />
        <p class={css.keys} aria-hidden="true">
          <kbd>{t("watch-keys-space")}</kbd> {t("watch-keys-play")}
          {!live && (
            <>
              <kbd>←</kbd>
              <kbd>→</kbd> {t("watch-keys-seek", { count: 10 })}
            </>
          )}
          <kbd>f</kbd> {t("watch-keys-fullscreen")} <kbd>m</kbd> {t("watch-keys-mute")}
          {join.captions.length > 0 && (
            <>
              <kbd>c</kbd> {t("watch-keys-captions")}
            </>
          )}
        </p>
        <Transcript video={video} live={live} />
        <footer class={css.footer}>
          <LanguageSwitch />
        </footer>
      </div>
    </main>
  );
}

/** The position to resume at; null where the beginning is as good. */
function resumeFrom(welcome: Welcome | null, recording: Recording): number | null {
  const at = welcome?.resume_s ?? 0;
  return at > 5 && at < recording.duration_s - 5 ? at : null;
}

function Tick() {
  return (
    <svg class={scenes.icon} viewBox="0 0 20 20" aria-hidden="true">
      <path d="m5 10.5 3.2 3.2L15 6.8" />
    </svg>
  );
}
