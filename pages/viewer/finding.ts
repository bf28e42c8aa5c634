/**
 * Finding the element that plays the recording: among what a page has now, in open shadow roots as well.
 */

/** A custom element that offers what a media element does (`hls-video`, `youtube-video`). */
type MediaLike = HTMLMediaElement;

/**
 * The media elements that a selector finds, in the order of the page.
 *
 * @param selector of media elements, or of elements that contain one; every media element without one
 * @throws DOMException for a selector that cannot be read
 */
export function findMedia(selector: string | undefined): HTMLMediaElement[] {
  if (!selector) return [...new Set(mediaIn(document))];
  const found = roots(document).flatMap((root) => [...root.querySelectorAll(selector)]);
  return [...new Set(found.flatMap(mediaOf))];
}

/** What a selector finds, media or not: to say what is wrong. */
export function findAny(selector: string): Element | null {
  return document.querySelector(selector);
}

/** Whether a video is decoration: it repeats without sound, and nobody can handle it. */
export function isBackground(media: HTMLMediaElement): boolean {
  return media.loop && media.muted && !media.controls;
}

/** Whether an element has nothing to play. */
function isEmpty(media: HTMLMediaElement): boolean {
  return media.networkState === 0 && !media.currentSrc && !media.src;
}

/**
 * The element to follow.
 *
 * @param candidates media elements in the order of the page
 * @param current the one that is followed
 * @param matches whether an element plays the recording for certain
 * @returns null where there is none
 */
export function choose(
  candidates: readonly HTMLMediaElement[],
  current: HTMLMediaElement | null,
  matches: (media: HTMLMediaElement) => boolean,
): HTMLMediaElement | null {
  const fit = candidates.filter((media) => !isBackground(media));
  const certain = fit.filter(matches);
  const able = certain.length ? certain : fit;
  const playing = able.filter((media) => !media.paused && !media.ended);
  if (current && playing.includes(current)) return current;
  if (playing[0]) return playing[0];
  if (current && able.includes(current)) return current;
  return able.find((media) => !isEmpty(media)) ?? able[0] ?? null;
}

function mediaOf(element: Element): HTMLMediaElement[] {
  if (element instanceof HTMLMediaElement) return [element];
  const inside = [...(element.shadowRoot ? mediaIn(element.shadowRoot) : []), ...mediaIn(element)];
  return inside.length || !isMediaLike(element) ? inside : [element];
}

function mediaIn(root: ParentNode): HTMLMediaElement[] {
  const found: HTMLMediaElement[] = [];
  for (const element of root.querySelectorAll("*")) {
    if (element instanceof HTMLMediaElement) found.push(element);
    else if (element.shadowRoot) found.push(...mediaIn(element.shadowRoot));
    else if (/-(video|audio)$/.test(element.localName) && !element.querySelector("video, audio")) {
      if (isMediaLike(element)) found.push(element);
    }
  }
  return found;
}

function roots(root: ParentNode): ParentNode[] {
  const found: ParentNode[] = [root];
  for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) found.push(...roots(shadowRoot));
  return found;
}

function isMediaLike(element: Element): element is MediaLike {
  return ["currentTime", "duration", "paused", "playbackRate"].every((name) => name in element);
}
