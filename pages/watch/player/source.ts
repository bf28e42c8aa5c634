/** Puts a recording into a media element: MP4 and WebM as they are, HLS through hls.js wherever it works. */

import type { HlsConfig, Loader, LoaderCallbacks, LoaderConfiguration, PlaylistLoaderContext } from "hls.js";
import { withEnd } from "./playlist.ts";

const HLS = "application/vnd.apple.mpegurl";
/** A playlist is asked for this often before it is given up. */
const TRIES = 3;
const RETRY_MS = 2_000;
const REFUSALS = new Set([403, 404]);

/** Why a recording cannot be played, by the media element's codes. */
export type FailureReason = "network" | "decode" | "source" | "encryption";
const REASONS: Record<number, FailureReason> = { 2: "network", 3: "decode", 4: "source", 5: "encryption" };

export interface Source {
  url: string;
  /** How long the recording is, as the server knows it. */
  durationS: number;
  /** Where to begin. */
  startS?: number;
  /** Called when it cannot be played, and nothing more is tried. */
  onFailure: (why: FailureReason) => void;
  /** Called instead of trying again when the server refuses a part of it: the address has ended. */
  onRefused?: () => void;
}

/** @returns a function that takes it out again */
export function load(video: HTMLVideoElement, source: Source): () => void {
  const { pathname } = new URL(source.url, document.baseURI);
  if (!pathname.toLowerCase().endsWith(".m3u8")) return loadNative(video, source);
  let unload = () => {};
  let gone = false;
  // Browsers with an HLS of their own begin near the end of a playlist that names none.
  void import("hls.js").then(({ default: Hls }) => {
    if (gone) return;
    if (Hls.isSupported()) unload = loadHls(Hls, video, source);
    else if (video.canPlayType(HLS)) unload = loadNative(video, source);
    else source.onFailure("source");
  });
  return () => {
    gone = true;
    unload();
  };
}

function loadNative(video: HTMLVideoElement, { url, startS, onFailure }: Source): () => void {
  const onError = () => onFailure(REASONS[video.error?.code ?? 0] ?? "source");
  const leaveLiveEdge = () => {
    if (video.duration === Number.POSITIVE_INFINITY && video.played.length === 0) video.currentTime = 0;
  };
  video.addEventListener("error", onError);
  video.addEventListener("loadedmetadata", leaveLiveEdge);
  video.src = startS ? `${url}#t=${startS.toFixed(3)}` : url;
  return () => {
    video.removeEventListener("error", onError);
    video.removeEventListener("loadedmetadata", leaveLiveEdge);
    video.removeAttribute("src");
    video.load();
  };
}

type HlsClass = typeof import("hls.js").default;

function loadHls(
  Hls: HlsClass,
  video: HTMLVideoElement,
  { url, durationS, startS = 0, onFailure, onRefused }: Source,
): () => void {
  let gone = false;
  const hls = new Hls({ startPosition: startS, pLoader: endingLoader(Hls, durationS) });
  let tries = 0;
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    tries = 0;
  });
  hls.on(Hls.Events.ERROR, (_, { fatal, type, response }) => {
    if (onRefused && REFUSALS.has(response?.code ?? 0)) {
      hls.stopLoad();
      onRefused();
      return;
    }
    if (!fatal) return;
    const isMedia = type === Hls.ErrorTypes.MEDIA_ERROR;
    if (++tries > TRIES) {
      hls.stopLoad();
      onFailure(isMedia ? "decode" : "network");
    } else if (isMedia) hls.recoverMediaError();
    else setTimeout(() => gone || hls.loadSource(url), RETRY_MS);
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => {
    gone = true;
    hls.destroy();
  };
}

/** Loads playlists, and ends those that hold the whole recording without saying so. */
function endingLoader(Hls: HlsClass, durationS: number): NonNullable<HlsConfig["pLoader"]> {
  const Base = Hls.DefaultConfig.loader as new (config: HlsConfig) => Loader<PlaylistLoaderContext>;
  return class extends Base {
    override load(
      context: PlaylistLoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<PlaylistLoaderContext>,
    ): void {
      super.load(context, config, {
        ...callbacks,
        onSuccess: (response, ...rest) => {
          if (typeof response.data === "string") response.data = withEnd(response.data, durationS);
          callbacks.onSuccess(response, ...rest);
        },
      });
    }
  } as unknown as NonNullable<HlsConfig["pLoader"]>;
}
