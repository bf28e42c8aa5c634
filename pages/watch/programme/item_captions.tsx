/**
 * Captions of the film or sound on stage: its tracks, the button and the key that turn them.
 *
 * Source: docs/captions.md, In the player; docs/media.md, Grants
 */
import { useEffect, useState } from "preact/hooks";
import { languageName, t } from "../../i18n/texts.ts";
import { captionTracks, restoreCaptions, shownTrack, turnCaptions } from "../player/captions.ts";
import { isTaken } from "../player/keys.ts";
import scenes from "../scenes/scenes.module.css";

export interface ItemCaptions {
  language: string;
  url: string;
}

/** An item that has just begun is new for thousands: they ask for its captions in the course of this time. */
const SPREAD_MS = 2_000;

/** The captions of an item, once the server has listed them. */
export function useItemCaptions(grant: string, item: string | undefined, atMs: number): ItemCaptions[] {
  const [found, setFound] = useState<{ item: string; captions: ItemCaptions[] } | null>(null);
  useEffect(() => {
    if (!grant || !item) return;
    const left = new AbortController();
    const ask = async () => {
      try {
        const answer = await fetch(`/m/${grant}/${item}/captions`, { signal: left.signal });
        if (!answer.ok) return;
        const { items } = (await answer.json()) as { items: ItemCaptions[] };
        setFound({ item, captions: items });
      } catch {
        // Without an answer the item has no captions here.
      }
    };
    const timer = setTimeout(ask, atMs < SPREAD_MS ? Math.random() * SPREAD_MS : 0);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [grant, item]);
  return found && found.item === item ? found.captions : [];
}

/** The tracks of a media element; with the key of each, another item's are other elements. */
export function Tracks({ captions }: { captions: readonly ItemCaptions[] }) {
  return (
    <>
      {captions.map(({ language, url }) => (
        <track key={url} kind="captions" src={url} srclang={language} label={languageName(language)} />
      ))}
    </>
  );
}

/** The button of captions, while there are any; the key `c` does the same. The choice is kept in this browser. */
export function CaptionsButton({ video }: { video: { readonly current: HTMLVideoElement | null } }) {
  const [languages, setLanguages] = useState(0);
  const [shown, setShown] = useState("");
  useEffect(() => {
    const media = video.current;
    if (!media) return;
    const read = () => {
      restoreCaptions(media, () => localStorage);
      setLanguages(captionTracks(media).length);
      setShown(shownTrack(media)?.language ?? "");
    };
    const turn = () => {
      turnCaptions(media, () => localStorage);
      setShown(shownTrack(media)?.language ?? "");
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "c" || isTaken(event) || captionTracks(media).length === 0) return;
      turn();
      event.preventDefault();
    };
    read();
    const events = ["addtrack", "removetrack", "change"];
    for (const event of events) media.textTracks.addEventListener(event, read);
    document.addEventListener("keydown", onKey);
    return () => {
      for (const event of events) media.textTracks.removeEventListener(event, read);
      document.removeEventListener("keydown", onKey);
    };
  }, [video]);

  if (languages === 0) return null;
  return (
    <button
      type="button"
      class={scenes.button}
      onClick={() => {
        if (!video.current) return;
        turnCaptions(video.current, () => localStorage);
        setShown(shownTrack(video.current)?.language ?? "");
      }}
    >
      {shown
        ? t("watch-programme-captions", { language: languageName(shown) })
        : t("watch-programme-captions_off")}
    </button>
  );
}
