/** Playing where browsers refuse sound without a gesture. */

/** The part of a media element that this needs. */
export interface Audible {
  muted: boolean;
  play(): Promise<void>;
}

/**
 * Plays with sound, or muted where the browser refuses that.
 * @returns true when it had to be muted
 */
export async function playOrMute(element: Audible): Promise<boolean> {
  try {
    await element.play();
    return false;
  } catch {
    element.muted = true;
    await element.play().catch(() => {
      // Even muted it may be refused, in a hidden tab; the next look tries again.
    });
    return true;
  }
}
