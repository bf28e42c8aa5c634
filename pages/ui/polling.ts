import { useEffect, useRef } from "preact/hooks";

/** Calls `reload` every `every_ms` while the page is looked at, and at once when it is looked at again. */
export function usePolling(reload: () => void, every_ms = 4000): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    function look(): void {
      if (document.visibilityState === "visible") latest.current();
    }
    const timer = setInterval(look, every_ms);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [every_ms]);
}
