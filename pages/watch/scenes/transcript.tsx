import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { language, t } from "../../i18n/texts.ts";
import { transcriptTrack } from "../player/captions.ts";
import { position } from "../text.ts";
import css from "./transcript.module.css";

interface Line {
  at: number;
  text: string;
}

interface Props {
  video: RefObject<HTMLVideoElement | null>;
  /** A transcript while all viewers are at the same position: the lines so far, without a way to other positions. */
  live: boolean;
}

/** A recording's transcript; each line leads to its place. */
export function Transcript({ video, live }: Props) {
  const [open, setOpen] = useState(false);
  const [tracks, setTracks] = useState(0);
  const [chosen, setChosen] = useState<TextTrack | null>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [now, setNow] = useState(0);
  const speech = language();

  useEffect(() => {
    const list = video.current?.textTracks;
    if (!list) return;
    const count = () => {
      setTracks(list.length);
      setChosen(video.current ? transcriptTrack(video.current, speech) : null);
    };
    count();
    for (const event of ["addtrack", "removetrack", "change"]) list.addEventListener(event, count);
    return () => {
      for (const event of ["addtrack", "removetrack", "change"]) list.removeEventListener(event, count);
    };
  }, [speech]);

  useEffect(() => {
    if (!open || !chosen) return;
    // A track that is disabled has no cues.
    if (chosen.mode === "disabled") chosen.mode = "hidden";
    const read = () => setLines(linesOf(chosen));
    read();
    const timer = setInterval(read, 500);
    const stop = setTimeout(() => clearInterval(timer), 10_000);
    return () => {
      clearInterval(timer);
      clearTimeout(stop);
    };
  }, [open, chosen]);

  useEffect(() => {
    const media = video.current;
    if (!open || !media) return;
    const tick = () => setNow(media.currentTime);
    tick();
    media.addEventListener("timeupdate", tick);
    return () => media.removeEventListener("timeupdate", tick);
  }, [open]);

  if (tracks === 0 || chosen === null) return null;
  const shown = live ? lines.filter(({ at }) => at <= now) : lines;
  const current = shown.findLast(({ at }) => at <= now);
  return (
    <details class={css.transcript} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t("watch-transcript")}</summary>
      <ol lang={chosen.language} data-testid="transcript">
        {shown.map((line) => (
          <li key={line.at} aria-current={line === current || undefined}>
            {live ? (
              <span class={css.time}>{position(line.at)}</span>
            ) : (
              <button
                type="button"
                class={css.time}
                aria-label={t("watch-transcript-go", { position: position(line.at) })}
                onClick={() => {
                  if (video.current) video.current.currentTime = line.at;
                }}
              >
                {position(line.at)}
              </button>
            )}
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function linesOf(track: TextTrack): Line[] {
  return [...(track.cues ?? [])].flatMap((cue) => {
    const text = "text" in cue ? plain(cue as VTTCue) : "";
    return text ? [{ at: cue.startTime, text }] : [];
  });
}

/** The words alone; where a browser has none without markup, as they are. */
function plain(cue: VTTCue): string {
  return (cue.getCueAsHTML?.().textContent ?? cue.text).replace(/\s+/g, " ").trim();
}
