import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Feed } from "../live/feed.ts";

/** At most one reading in this time, however fast statuses change. */
const GAP_MS = 2000;
/** While somebody plays, watch durations grow without any status changing. */
const WHILE_PLAYING_MS = 5000;

/** Calls `reload` a little after something changed that a list of members shows. */
export function useQuietReload(feed: Feed, reload: () => void): void {
  const latest = useRef(reload);
  latest.current = reload;

  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | null = null;
    let first = true;

    function soon(): void {
      waiting ??= setTimeout(() => {
        waiting = null;
        if (document.visibilityState === "visible") latest.current();
      }, GAP_MS);
    }

    let counts: unknown;
    let activity: unknown;
    const stop = effect(() => {
      const data = feed.data.value;
      const moved = counts !== data?.status_counts || activity !== data?.activity;
      counts = data?.status_counts;
      activity = data?.activity;
      if (moved && !first) soon();
      if (data) first = false;
    });
    const timer = setInterval(() => {
      if ((feed.data.peek()?.now.playing ?? 0) > 0) soon();
    }, WHILE_PLAYING_MS);

    return () => {
      stop();
      clearInterval(timer);
      if (waiting) clearTimeout(waiting);
    };
  }, [feed]);
}
