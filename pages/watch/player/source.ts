/** Puts a recording into a media element: MP4 and WebM as they are, HLS through hls.js where the browser has none. */

const HLS = "application/vnd.apple.mpegurl";
const RETRY_MS = 3_000;

/** @returns a function that takes it out again */
export function load(video: HTMLVideoElement, url: string): () => void {
  const { pathname } = new URL(url, document.baseURI);
  const isHls = pathname.toLowerCase().endsWith(".m3u8");
  if (isHls && !video.canPlayType(HLS)) return loadHls(video, url);
  let unload = () => {
    video.removeAttribute("src");
    video.load();
  };
  // A browser's own HLS may know less than its answer promised.
  const onError = () => {
    unload();
    unload = loadHls(video, url);
  };
  if (isHls) video.addEventListener("error", onError, { once: true });
  video.src = url;
  return () => {
    video.removeEventListener("error", onError);
    unload();
  };
}

/** The same through hls.js, which is loaded only for this. */
function loadHls(video: HTMLVideoElement, url: string): () => void {
  let unload = () => {};
  let gone = false;
  void import("hls.js").then(({ default: Hls }) => {
    if (gone || !Hls.isSupported()) return;
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else setTimeout(() => gone || hls.loadSource(url), RETRY_MS);
    });
    hls.loadSource(url);
    hls.attachMedia(video);
    unload = () => hls.destroy();
  });
  return () => {
    gone = true;
    unload();
  };
}
