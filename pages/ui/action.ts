import { useEffect, useRef, useState } from "preact/hooks";
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
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  async function run(...given: Arguments): Promise<void> {
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
