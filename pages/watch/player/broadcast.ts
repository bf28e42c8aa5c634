/** Holds a player at the one position that everybody sees: an automated webinar is as live as a live one. */

/** A player this far from the broadcast is put back; less is within a slow start. */
const TOLERANCE_S = 3;
const CHECK_MS = 1_000;

export interface Broadcast {
  /** Start of the webinar, in ms since the epoch. */
  startsAt: number;
  /** Server time, in ms since the epoch. */
  now(): number;
}

/** The position of the broadcast, in s from its start; negative before it. */
export function broadcastPosition({ startsAt, now }: Broadcast): number {
  return (now() - startsAt) / 1_000;
}

/** @returns a function that lets go */
export function hold(video: HTMLVideoElement, broadcast: Broadcast): () => void {
  const adjust = () => {
    const at = broadcastPosition(broadcast);
    const isOver = video.duration > 0 && at >= video.duration;
    if (video.paused || video.seeking || at < 0 || isOver) return;
    if (Math.abs(video.currentTime - at) > TOLERANCE_S) video.currentTime = at;
  };
  const events = ["play", "seeked", "loadedmetadata"];
  for (const event of events) video.addEventListener(event, adjust);
  const timer = setInterval(adjust, CHECK_MS);
  return () => {
    clearInterval(timer);
    for (const event of events) video.removeEventListener(event, adjust);
  };
}
