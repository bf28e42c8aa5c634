/**
 * The words of Media Chrome's parts, from the catalogues: it has no Dutch of its own, and names things otherwise than the
 * glossary. Values in its words are in braces.
 */
import type { En } from "media-chrome/lang/en.js";
import { addTranslation } from "media-chrome/utils/i18n.js";
import { t } from "../../i18n/texts.ts";

/** Give Media Chrome its words in the page's language. @returns the language, for `lang` of the controller */
export function namePlayerParts(language: string): string {
  const words: Partial<Record<keyof typeof En, string>> = {
    "Start airplay": t("player-start_airplay"),
    "Stop airplay": t("player-stop_airplay"),
    "start airplay": t("player-start_airplay"),
    "stop airplay": t("player-stop_airplay"),
    "Start casting": t("player-start_casting"),
    "Stop casting": t("player-stop_casting"),
    "start casting": t("player-start_casting"),
    "stop casting": t("player-stop_casting"),
    Captions: t("player-captions"),
    "Enable captions": t("player-captions_on"),
    "Disable captions": t("player-captions_off"),
    "closed captions": t("player-closed_captions"),
    "Enter fullscreen mode": t("player-fullscreen_enter"),
    "Exit fullscreen mode": t("player-fullscreen_exit"),
    "enter fullscreen mode": t("player-fullscreen_enter_spoken"),
    "exit fullscreen mode": t("player-fullscreen_exit_spoken"),
    "Enter picture in picture mode": t("player-pip_enter"),
    "Exit picture in picture mode": t("player-pip_exit"),
    "enter picture in picture mode": t("player-pip_enter_spoken"),
    "exit picture in picture mode": t("player-pip_exit_spoken"),
    Play: t("player-play"),
    Pause: t("player-pause"),
    play: t("player-play_spoken"),
    pause: t("player-pause_spoken"),
    Mute: t("player-mute"),
    Unmute: t("player-unmute"),
    mute: t("player-mute_spoken"),
    unmute: t("player-unmute_spoken"),
    "Playback rate": t("player-rate"),
    "Playback rate {playbackRate}": t("player-rate_now", { rate: "{playbackRate}x" }),
    "current playback rate": t("player-rate_spoken"),
    "Seek backward": t("player-back"),
    "Seek forward": t("player-forward"),
    "seek back {seekOffset} seconds": t("player-back_spoken", { seconds: "{seekOffset}" }),
    "seek forward {seekOffset} seconds": t("player-forward_spoken", { seconds: "{seekOffset}" }),
    volume: t("player-volume"),
    seek: t("player-seek"),
    Off: t("player-off"),
    "media loading": t("player-loading"),
    "{currentTime} of {totalTime}": t("player-time_of", { now: "{currentTime}", total: "{totalTime}" }),
    "{time} remaining": t("player-time_left", { time: "{time}" }),
    "video not loaded, unknown time.": t("player-time_unknown"),
    "seek to live": t("player-to_live"),
    "playing live": t("player-is_live"),
    live: t("player-live"),
    hour: t("player-hour"),
    hours: t("player-hours"),
    minute: t("player-minute"),
    minutes: t("player-minutes"),
    second: t("player-second"),
    seconds: t("player-seconds"),
  };
  addTranslation(language, words as typeof En);
  return language;
}
