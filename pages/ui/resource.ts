import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "./problem.ts";

export interface Resource<T> {
  /** The last answer; kept while it is loaded again, so that nothing blinks. */
  data: T | null;
  problem: Problem | null;
  /** True until the first answer for the present key. */
  loading: boolean;
  reload: () => void;
  /** Puts in what an action already answered with. */
  set: (data: T) => void;
}

/** Data read from the server; read again whenever `key` changes, the reading before it aborted. */
export function useResource<T>(key: string, read: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ key: string; data: T | null; problem: Problem | null }>({
    key,
    data: null,
    problem: null,
  });
  const latest = useRef(read);
  latest.current = read;
  const running = useRef<AbortController | null>(null);

  const load = useCallback((forKey: string) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    latest.current(controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setState({ key: forKey, data, problem: null });
      },
      (thrown: unknown) => {
        if (controller.signal.aborted) return;
        setState((old) => ({ key: forKey, data: old.data, problem: asProblem(thrown) }));
      },
    );
  }, []);

  useEffect(() => {
    load(key);
    return () => running.current?.abort();
  }, [key, load]);

  const reload = useCallback(() => load(key), [key, load]);
  const set = useCallback(
    (data: T) => {
      // What is being read was asked for before the action, and may say how things were.
      running.current?.abort();
      setState({ key, data, problem: null });
    },
    [key],
  );
  const pending = state.key !== key || (state.data === null && state.problem === null);
  return { data: state.data, problem: pending ? null : state.problem, loading: pending, reload, set };
}
