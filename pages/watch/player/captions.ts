/**
 * Captions of the player: which are shown, and the choice kept in this browser. Tracks come from the join link and, with
 * HLS, from the recording itself; both are text tracks of the media element.
 *
 * Source: docs/captions.md, In the player
 */

const KEY = "latecomer.captions";
const KINDS: readonly string[] = ["captions", "subtitles"];

/** The tracks with captions, in the order of the menu. */
export function captionTracks(video: HTMLVideoElement): TextTrack[] {
  return [...video.textTracks].filter(({ kind }) => KINDS.includes(kind));
}

/** The track that is shown, if any. */
export function shownTrack(video: HTMLVideoElement): TextTrack | null {
  return captionTracks(video).find(({ mode }) => mode === "showing") ?? null;
}

/** Show the next language, after the last one none; and keep the choice. */
export function turnCaptions(video: HTMLVideoElement, storage: () => Storage): void {
  const tracks = captionTracks(video);
  const shown = shownTrack(video);
  const next = tracks[shown ? tracks.indexOf(shown) + 1 : 0] ?? null;
  show(tracks, next);
  keep(next?.language ?? "", storage);
}

/** Show what was chosen last in this browser, where there is such a track. */
export function restoreCaptions(video: HTMLVideoElement, storage: () => Storage): void {
  const chosen = kept(storage);
  const tracks = captionTracks(video);
  const track = tracks.find(({ language }) => chosen !== "" && language === chosen);
  if (track && !shownTrack(video)) show(tracks, track);
}

/** The track for a transcript: the one that is shown, else one in the reader's language, else the first. */
export function transcriptTrack(video: HTMLVideoElement, language: string): TextTrack | null {
  const tracks = captionTracks(video);
  const base = (tag: string) => tag.split("-")[0];
  return (
    shownTrack(video) ?? tracks.find((track) => base(track.language) === base(language)) ?? tracks[0] ?? null
  );
}

function show(tracks: readonly TextTrack[], chosen: TextTrack | null): void {
  // Disabled, not hidden: a player's button counts hidden tracks as ready, and its own choice would be lost.
  for (const track of tracks) track.mode = track === chosen ? "showing" : "disabled";
}

function keep(language: string, storage: () => Storage): void {
  try {
    storage().setItem(KEY, language);
  } catch {
    // A browser without storage forgets the choice.
  }
}

function kept(storage: () => Storage): string {
  try {
    return storage().getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
