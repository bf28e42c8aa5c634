/** The place of the focus when its element leaves the page: the element's container, not the top of the page. */

import { useEffect } from "preact/hooks";

export function useFocusKept(): void {
  useEffect(() => {
    let around: Element[] = [];
    const note = ({ target }: FocusEvent) => {
      around = [];
      for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement)
        around.push(at);
    };
    const mend = () => {
      if (document.activeElement !== document.body || around[0]?.isConnected !== false) return;
      const left = around.find((each) => each.isConnected && each !== document.body);
      around = [];
      if (!(left instanceof HTMLElement)) return;
      if (!left.hasAttribute("tabindex")) left.tabIndex = -1;
      left.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(mend);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", note);
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", note);
    };
  }, []);
}
