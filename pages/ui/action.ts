import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "./problem.ts";

export interface Action<Arguments extends unknown[]> {
  busy: boolean;
  /** Why the last run failed. */
  problem: Problem | null;
  run: (...given: Arguments) => Promise<void>;
}

/** An action that a person starts: one run at a time, its refusal kept to be shown. */
export function useAction<Arguments extends unknown[]>(
  work: (...given: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const mounted = useRef(true);
  const from = useRef<Element | null>(null);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  // A busy button is disabled, which takes the focus from it: the next key of a person would go nowhere.
  useLayoutEffect(() => {
    if (busy) return;
    const opener = from.current;
    from.current = null;
    if (opener) queueMicrotask(() => returnFocus(opener));
  }, [busy]);

  async function run(...given: Arguments): Promise<void> {
    from.current = document.activeElement;
    setBusy(true);
    setProblem(null);
    try {
      await work(...given);
    } catch (thrown) {
      if (mounted.current) setProblem(asProblem(thrown));
    } finally {
      if (mounted.current) setBusy(false);
    }
  }
  return { busy, problem, run };
}

const FOCUSABLE = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary";

/** Focuses the control that started an action, or one near it when it is disabled now; leaves a focus elsewhere. */
function returnFocus(opener: Element): void {
  const now = document.activeElement;
  if (now !== document.body && !now?.matches(":disabled")) return;
  if (!(opener instanceof HTMLElement) || !opener.isConnected || opener === document.body) return;
  opener.focus();
  if (!opener.matches(":disabled")) return;
  opener.closest("form, section, dialog")?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
}
