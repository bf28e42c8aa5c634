import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./parts.ts";
import { language, t } from "../../i18n/texts.ts";
import { isTaken, press } from "./keys.ts";
import { namePlayerParts } from "./part_names.ts";
import css from "./player.module.css";
import { load } from "./source.ts";
import { Time } from "./time.tsx";

interface Props {
  video: RefObject<HTMLVideoElement | null>;
  url: string;
  title: string;
  /** Everybody is at the same position: no seeking, no speed. */
  live: boolean;
  /** Shown over the picture. */
  children?: ComponentChildren;
}

/** The picture and its controls. */
export function Player({ video, url, title, live, children }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  // Media Chrome reads its words when a part is made, so that another language means other parts.
  const spoken = namePlayerParts(language());

  useEffect(() => {
    if (!video.current) return;
    if ("mediaSession" in navigator) navigator.mediaSession.metadata = new MediaMetadata({ title });
    return load(video.current, url);
  }, [url, title, video]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!video.current || isTaken(event)) return;
      const toggleFullscreen = () =>
        stage.current?.querySelector<HTMLElement>("media-fullscreen-button")?.click();
      if (press(event.key, { video: video.current, seekable: !live, toggleFullscreen }))
        event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [live, video]);

  return (
    <div class={css.stage} ref={stage}>
      <media-controller class={css.player} nohotkeys breakpoints="sm:420 md:640 lg:900" lang={spoken}>
        {/* biome-ignore lint/a11y/useMediaCaption: recordings bring their own text tracks, if any */}
        <video slot="media" ref={video} playsInline preload="metadata" aria-label={title} />
        <media-loading-indicator key={`loading ${spoken}`} slot="centered-chrome" noautohide />
        <media-error-dialog key={`error ${spoken}`} slot="dialog" />
        {!live && <media-time-range key={`time ${spoken}`} class={css.scrubber} />}
        <media-control-bar key={`controls ${spoken}`}>
          <media-play-button />
          {!live && <media-seek-backward-button seekoffset="10" class={css.wide} />}
          {!live && <media-seek-forward-button seekoffset="10" class={css.wide} />}
          <media-mute-button />
          <media-volume-range class={css.wide} />
          {live ? <span class={css.onAir}>{t("player-live")}</span> : <Time video={video} />}
          <span class={css.gap} />
          <media-captions-button />
          {!live && <media-playback-rate-button rates="0.75 1 1.25 1.5 1.75 2" />}
          <media-pip-button class={css.wide} />
          <media-fullscreen-button />
        </media-control-bar>
      </media-controller>
      {children}
    </div>
  );
}
