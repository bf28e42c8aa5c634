import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { position } from "../text.ts";
import css from "./player.module.css";

/** The position and length of the recording; for eyes, since the slider beside it says the same. */
export function Time({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const [text, setText] = useState("0:00");
  useEffect(() => {
    const media = video.current;
    if (!media) return;
    const show = () => {
      const length = Number.isFinite(media.duration) ? ` / ${position(media.duration)}` : "";
      setText(`${position(media.currentTime)}${length}`);
    };
    const events = ["timeupdate", "durationchange", "seeking"] as const;
    for (const event of events) media.addEventListener(event, show);
    show();
    return () => {
      for (const event of events) media.removeEventListener(event, show);
    };
  }, [video]);
  return (
    <span class={css.time} aria-hidden="true">
      {text}
    </span>
  );
}
