/** The times at which a screen reader hears a webinar's state: seldom, and only news. Pure. */

/** Numbers change many times a second; more often than this nobody can listen to them. */
export const PAUSE_MS = 15_000;

export interface Said {
  text: string;
  at: number;
}

/**
 * @param said the last sentence, and when it was said in ms.
 * @param text what is true now.
 * @returns what was said last after this moment: `said` itself where nothing is to be said.
 */
export function announce(said: Said, text: string, now: number): Said {
  return text === said.text || now - said.at < PAUSE_MS ? said : { text, at: now };
}
