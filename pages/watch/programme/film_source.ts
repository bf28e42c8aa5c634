/**
 * The file of a film on stage: a playlist where the film has one, else the best quality, and the smallest once the link
 * has proved too slow for it.
 *
 * Source: docs/automated.md, In step; docs/media.md, Conversion
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { AnyItem } from "../../automated/rundown.ts";
import { load } from "../player/source.ts";

/** A player that has been without data for so long is on a link that is too slow for the quality. */
const SLOW_MS = 1_500;
const HAVE_FUTURE_DATA = 3;

/** The part of an address below the grant: the item, and the file where there is a choice. */
export function fileOf(item: AnyItem, isSlow: boolean): string {
  const files = (item.kind === "video" && item.qualities) || [];
  const [best] = files;
  if (best === undefined) return item.id;
  return `${item.id}/${isSlow ? (files.at(-1) ?? best) : best}`;
}

interface Film {
  video: { readonly current: HTMLVideoElement | null };
  film: Extract<AnyItem, { kind: "video" | "audio" }> | null;
  grant: string;
  /** The position in the film, in ms. */
  atMs: number;
  onSpent: () => void;
}

/**
 * Keeps the film's file in the player.
 * @returns what to call when the player has run dry
 */
export function useFilm({ video, film, grant, atMs, onSpent }: Film): () => void {
  const [isSlow, setSlow] = useState(false);
  const place = useRef(atMs);
  place.current = atMs;
  const goesOn = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const file = film && fileOf(film, isSlow);
  useEffect(() => {
    const element = video.current;
    if (!element || !film || !file || !grant) return;
    const atS = place.current / 1_000;
    const url = `/m/${grant}/${file}`;
    const durationS = (film.kind === "video" ? (film.asset_ms ?? 0) : 0) / 1_000;
    // The place is in the address, so that nothing of second 0 is shown or counted.
    const unload = file.endsWith(".m3u8")
      ? load(element, { url, durationS, startS: atS, onFailure: onSpent, onRefused: onSpent })
      : loadAt(element, `${url}#t=${atS.toFixed(3)}`);
    if (goesOn.current) element.play().catch(() => {});
    return () => {
      clearTimeout(timer.current);
      // Another file of the film, or the same one by another grant, goes on where this one was.
      goesOn.current = !element.paused;
      unload();
    };
  }, [film?.id, grant, file]);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const element = video.current;
      if (element && !element.paused && element.readyState < HAVE_FUTURE_DATA) setSlow(true);
    }, SLOW_MS);
  };
}

function loadAt(element: HTMLVideoElement, src: string): () => void {
  element.src = src;
  return () => {
    element.removeAttribute("src");
    element.load();
  };
}
