import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./parts.ts";
import type { Join } from "../../generated/api.ts";
import { language, languageName, t } from "../../i18n/texts.ts";
import { restoreCaptions, turnCaptions } from "./captions.ts";
import { isTaken, press } from "./keys.ts";
import { namePlayerParts } from "./part_names.ts";
import css from "./player.module.css";
import { type FailureReason, load } from "./source.ts";
import { Time } from "./time.tsx";

interface Props {
  video: RefObject<HTMLVideoElement | null>;
  url: string;
  durationS: number;
  title: string;
  captions: Join["captions"];
  /** All viewers are at the same position: no seeking, no speed. */
  live: boolean;
  /** Grows with every new try to load it. */
  attempt: number;
  onFailure: (why: FailureReason) => void;
  /** Shown over the picture. */
  children?: ComponentChildren;
}

/** Media Chrome calls it a button, and says whether it is on in a way that only a switch has. */
function asSwitch(button: Element | null): void {
  button?.setAttribute("role", "switch");
}

/** The picture and its controls. */
export function Player({
  video,
  url,
  durationS,
  title,
  captions,
  live,
  attempt,
  onFailure,
  children,
}: Props) {
  const stage = useRef<HTMLDivElement>(null);
  // Media Chrome reads its words when a part is made, so that another language means other parts.
  const spoken = namePlayerParts(language());

  useEffect(() => {
    if ("mediaSession" in navigator) navigator.mediaSession.metadata = new MediaMetadata({ title });
  }, [title]);

  useEffect(() => {
    if (video.current) return load(video.current, { url, durationS, onFailure });
  }, [url, durationS, attempt, onFailure, video]);

  useEffect(() => {
    const media = video.current;
    if (!media) return;
    const restore = () => restoreCaptions(media, () => localStorage);
    restore();
    media.textTracks.addEventListener("addtrack", restore);
    return () => media.textTracks.removeEventListener("addtrack", restore);
  }, [video]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!video.current || isTaken(event)) return;
      const media = video.current;
      const turn = () => turnCaptions(media, () => localStorage);
      const toggleFullscreen = () =>
        stage.current?.querySelector<HTMLElement>("media-fullscreen-button")?.click();
      if (press(event.key, { video: video.current, seekable: !live, toggleFullscreen, turnCaptions: turn }))
        event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [live, video]);

  return (
    <div class={css.stage} ref={stage}>
      <media-controller
        class={css.player}
        nohotkeys
        breakpoints="sm:420 md:640 lg:900"
        lang={spoken}
        ref={(player: Element | null) => player?.setAttribute("aria-label", t("player-video_player"))}
      >
        {/* biome-ignore lint/a11y/useMediaCaption: there is a track for each language that has captions */}
        <video slot="media" ref={video} playsInline preload="metadata" aria-label={title}>
          {captions.map(({ language: tag, url: source }) => (
            <track key={source} kind="captions" src={source} srclang={tag} label={languageName(tag)} />
          ))}
        </video>
        <media-loading-indicator key={`loading ${spoken}`} slot="centered-chrome" noautohide />
        {!live && <media-time-range key={`time ${spoken}`} class={css.scrubber} />}
        <media-control-bar key={`controls ${spoken}`}>
          <media-play-button />
          {!live && <media-seek-backward-button seekoffset="10" class={css.wide} />}
          {!live && <media-seek-forward-button seekoffset="10" class={css.wide} />}
          <media-mute-button />
          <media-volume-range class={css.wide} />
          {live ? <span class={css.onAir}>{t("player-live")}</span> : <Time video={video} />}
          <span class={css.gap} />
          <media-captions-button ref={asSwitch} />
          {!live && <media-playback-rate-button rates="0.75 1 1.25 1.5 1.75 2" />}
          <media-pip-button class={css.wide} />
          <media-fullscreen-button />
        </media-control-bar>
      </media-controller>
      {children}
    </div>
  );
}
