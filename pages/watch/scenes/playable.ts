import type { RefObject } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { joinApi } from "../join.ts";
import type { FailureReason } from "../player/source.ts";

const AGAIN_MS = 20_000;

export interface Failure {
  reason: FailureReason;
  /** The host knows of it. */
  told: boolean;
}

/** Whether the recording can be played: reports to the host when it cannot, and tries again where it stopped. */
export function usePlayable(video: RefObject<HTMLVideoElement | null>, token: string) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const reported = useRef(false);
  const [attempt, setAttempt] = useState(0);
  const [stopped, setStopped] = useState<{ at: number; playing: boolean } | null>(null);

  const fail = useCallback(
    (reason: FailureReason) => {
      const media = video.current;
      setStopped((before) => before ?? (media && { at: media.currentTime, playing: !media.paused }));
      setFailure((before) => ({ reason, told: before?.told ?? false }));
      if (!navigator.onLine || reported.current) return;
      reported.current = true;
      void joinApi.cannotPlay(token, reason).then((told) => {
        reported.current = told;
        if (told) setFailure((before) => before && { ...before, told });
      });
    },
    [token, video],
  );
  const again = useCallback(() => setAttempt((before) => before + 1), []);

  const broken = failure !== null;
  useEffect(() => {
    const media = video.current;
    if (!media || !broken) return;
    const timer = setInterval(again, AGAIN_MS);
    const onLoaded = () => {
      reported.current = false;
      setFailure(null);
      setStopped(null);
      if (stopped?.at) media.currentTime = stopped.at;
      if (stopped?.playing) void media.play().catch(() => {});
    };
    media.addEventListener("loadedmetadata", onLoaded);
    window.addEventListener("online", again);
    return () => {
      clearInterval(timer);
      media.removeEventListener("loadedmetadata", onLoaded);
      window.removeEventListener("online", again);
    };
  }, [broken, stopped, again, video]);

  return { failure, attempt, fail, again };
}
