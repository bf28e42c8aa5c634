/** Puts a recording into a media element: MP4 and WebM as they are, HLS through hls.js where the browser has none. */

const HLS = "application/vnd.apple.mpegurl";

/** @returns a function that takes it out again */
export function load(video: HTMLVideoElement, url: string): () => void {
  const { pathname } = new URL(url, document.baseURI);
  if (!pathname.toLowerCase().endsWith(".m3u8") || video.canPlayType(HLS)) {
    video.src = url;
    return () => {
      video.removeAttribute("src");
      video.load();
    };
  }
  let unload = () => {};
  let gone = false;
  void import("hls.js").then(({ default: Hls }) => {
    if (gone) return;
    if (!Hls.isSupported()) {
      video.src = url;
      return;
    }
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else setTimeout(() => gone || hls.startLoad(), 3_000);
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
