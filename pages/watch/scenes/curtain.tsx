import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import { type Broadcast, broadcastPosition } from "../player/broadcast.ts";
import type { FailureReason } from "../player/source.ts";
import { position } from "../text.ts";
import { Countdown, useNow } from "./countdown.tsx";
import css from "./curtain.module.css";
import scenes from "./scenes.module.css";

/** The cover over the picture until playback starts. */
export function Curtain({
  resumeS,
  onPlay,
}: {
  resumeS: number | null;
  onPlay: (from: number | null) => void;
}) {
  if (resumeS === null) return <BigPlay onPlay={() => onPlay(null)} />;
  return (
    <div class={css.curtain} data-curtain>
      <p>{t("watch-curtain-part")}</p>
      <div class={`${css.actions} ${scenes.actions}`}>
        <button type="button" class={scenes.button} data-look="primary" onClick={() => onPlay(resumeS)}>
          {t("watch-curtain-continue", { position: position(resumeS) })}
        </button>
        <button type="button" class={scenes.button} onClick={() => onPlay(0)}>
          {t("watch-curtain-again")}
        </button>
      </div>
    </div>
  );
}

interface UnplayableProps {
  reason: FailureReason;
  /** The host knows of it. */
  told: boolean;
  onAgain: () => void;
}

/** The cover over a recording that cannot be played. */
export function Unplayable({ reason, told, onAgain }: UnplayableProps) {
  return (
    <div class={css.curtain} role="alert" data-testid="unplayable" data-reason={reason}>
      <p>
        <strong>{t("watch-unplayable-title")}</strong>
      </p>
      <p>{t(`watch-unplayable-${explanation(reason, told)}`)}</p>
      <div class={`${css.actions} ${scenes.actions}`}>
        <button type="button" class={scenes.button} data-look="primary" onClick={onAgain}>
          {t("watch-unplayable-again")}
        </button>
      </div>
    </div>
  );
}

function explanation(reason: FailureReason, told: boolean): "offline" | "told" | "format" | "trying" {
  if (!navigator.onLine) return "offline";
  if (told) return "told";
  return reason === "decode" || reason === "encryption" ? "format" : "trying";
}

interface LiveCurtainProps {
  broadcast: Broadcast;
  duration: number;
  raised: boolean;
  onPlay: () => void;
}

/** The same for a broadcast: it may not have begun, and it ends by itself. */
export function LiveCurtain({ broadcast, duration, raised, onPlay }: LiveCurtainProps) {
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
      <div class={css.curtain} data-curtain>
        <Countdown label={t("watch-room-begins")} ms={-at * 1_000} />
      </div>
    );
  }
  if (at >= duration) {
    return (
      <div class={css.curtain} data-curtain>
        <p>{t("watch-curtain-over")}</p>
      </div>
    );
  }
  return raised ? null : <BigPlay label={t("watch-curtain-join")} onPlay={onPlay} />;
}

function BigPlay({ label, onPlay }: { label?: string; onPlay: () => void }) {
  return (
    <button
      type="button"
      class={`${css.curtain} ${css.bigPlay}`}
      data-curtain
      onClick={onPlay}
      aria-label={label ?? t("watch-curtain-play")}
    >
      <span>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M8 5.2v13.6c0 .8.9 1.3 1.6.8l10-6.8a1 1 0 0 0 0-1.6l-10-6.8A1 1 0 0 0 8 5.2Z" />
        </svg>
      </span>
      {label && <em>{label}</em>}
    </button>
  );
}
