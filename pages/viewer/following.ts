/**
 * The script by itself: find the element that plays the recording and follow it as the page changes.
 *
 * Pages put players in late, replace them, and have other videos beside them. The page is looked at when it changes,
 * when something begins to play, and once a second, for nothing announces a shadow root.
 */
import { type Following, follow } from "./attach.ts";
import { choose, findAny, findMedia, isBackground } from "./finding.ts";
import { ownServer } from "./own_script.ts";
import { say } from "./say.ts";
import { pageToken } from "./token.ts";

const LOOK_MS = 1_000;
const GATHER_MS = 50;
/** A player that is not there by then is misplaced, or comes late. */
const MISSING_MS = 5_000;
/** Of the events of media elements, which do not bubble, those after which another one may be right. */
const TURNS = ["play", "playing", "loadedmetadata", "durationchange", "volumechange", "emptied"];

/**
 * Follow the recording of a page from now on, if somebody came by a join link.
 *
 * @param attributes of the script's tag: `media`, `join`, `counts`
 */
export function followPage(attributes: DOMStringMap): void {
  const selector = attributes.media || undefined;
  const join = attributes.join || pageToken();
  if (!ownServer()) {
    say(
      `this script was run as text and does not know its server. Write <script src="https://YOUR-LATECOMER/viewer.js"` +
        `${selector ? ` data-media="${selector}"` : ""}></script>, or say it: Latecomer.attach(element, { server }).`,
    );
    return;
  }
  // Without a token this is somebody who came without a join link: nobody to count.
  if (!join) return;
  const counts = attributes.counts === "all" ? "all" : "recording";
  const began = performance.now();
  let handle: Following | null = null;
  let planned: ReturnType<typeof setTimeout> | undefined;

  const look = () => {
    planned = undefined;
    if (handle?.isOver) return stop();
    let candidates: HTMLMediaElement[];
    try {
      candidates = findMedia(selector);
    } catch {
      say(`data-media="${selector}" is no CSS selector. Write data-media="#id-of-the-video".`);
      return stop();
    }
    const matches = (media: HTMLMediaElement) => handle?.matches(media) ?? false;
    const media = choose(candidates, handle?.media ?? null, matches);
    if (media && handle) handle.moveTo(media);
    else if (media) handle = follow(media, { join, counts });
    else if (!handle && performance.now() - began >= MISSING_MS) say(whyNothing(selector, candidates));
  };
  const soon = () => {
    planned ??= setTimeout(look, GATHER_MS);
  };
  const observer = new MutationObserver(soon);
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["id", "class", "src", "loop", "muted", "controls"],
  });
  for (const event of TURNS) document.addEventListener(event, look, true);
  const timer = setInterval(look, LOOK_MS);
  const stop = () => {
    observer.disconnect();
    clearInterval(timer);
    clearTimeout(planned);
    for (const event of TURNS) document.removeEventListener(event, look, true);
  };
  look();
}

function whyNothing(selector: string | undefined, candidates: readonly HTMLMediaElement[]): string {
  if (candidates.some(isBackground)) {
    return 'the only video here repeats without sound, as decoration does, and is never counted. Name the recording: data-media="#id-of-the-video".';
  }
  if (!selector) {
    return 'there is no video or audio on this page yet. If a frame has it, put the script into the frame; else name the player: data-media="#id-of-the-video".';
  }
  const found = findAny(selector);
  if (!found) {
    return `nothing on this page is data-media="${selector}" yet. Write the selector of the video: data-media="#id-of-the-video".`;
  }
  const name = found.localName;
  if (name === "iframe") {
    return `data-media="${selector}" is a frame, which cannot be looked into. Put the script into the frame's own page.`;
  }
  return `data-media="${selector}" is <${name}> without a video that can be reached. Attach the one inside: Latecomer.attach(video).`;
}
