/** The keyboard, wherever the focus is: Media Chrome listens only while one of its own parts has it. */

const SKIP_S = 10;
const VOLUME_STEP = 0.1;
/** Elements that use space, enter or arrows themselves. */
const CONTROLS =
  "a, button, input, select, textarea, summary, [role=button], [role=slider], [contenteditable]";

export interface Player {
  video: HTMLVideoElement;
  /** False while a broadcast plays: there is one position, for everybody. */
  seekable: boolean;
  toggleFullscreen(): void;
  /** Captions in the next language, or none. */
  turnCaptions(): void;
}

/** @returns whether the key meant something */
export function press(key: string, { video, seekable, toggleFullscreen, turnCaptions }: Player): boolean {
  switch (key) {
    case " ":
    case "k":
      if (video.paused) void video.play().catch(() => {});
      else video.pause();
      return true;
    case "ArrowLeft":
    case "j":
      if (seekable) video.currentTime = Math.max(0, video.currentTime - SKIP_S);
      return seekable;
    case "ArrowRight":
    case "l":
      if (seekable) video.currentTime = Math.min(video.duration || 0, video.currentTime + SKIP_S);
      return seekable;
    case "ArrowUp":
      video.volume = Math.min(1, video.volume + VOLUME_STEP);
      return true;
    case "ArrowDown":
      video.volume = Math.max(0, video.volume - VOLUME_STEP);
      return true;
    case "m":
      video.muted = !video.muted;
      return true;
    case "c":
      turnCaptions();
      return true;
    case "f":
      toggleFullscreen();
      return true;
    default:
      return false;
  }
}

/** Return true for a key that belongs to the focused element. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const letter = /^[a-z]$/.test(event.key);
  return event.composedPath().some((target) => {
    if (!(target instanceof Element)) return false;
    return target.matches(letter ? "input:not([type=range]), textarea, [contenteditable]" : CONTROLS);
  });
}
