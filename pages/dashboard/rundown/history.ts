/** Undo and redo: every state of a plan since it was opened, newest last. */
import type { Plan } from "./drafts.ts";

const MOST = 200;

export interface History {
  past: readonly Plan[];
  now: Plan;
  future: readonly Plan[];
  /** Changes with the same label in a row, such as one drag, are one step. */
  label: string | null;
}

export function begin(now: Plan): History {
  return { past: [], now, future: [], label: null };
}

/** `label` null: always a step of its own. */
export function changed(history: History, now: Plan, label: string | null = null): History {
  const joins = label !== null && label === history.label;
  const past = joins ? history.past : [...history.past, history.now].slice(-MOST);
  return { past, now, future: [], label };
}

/** The next change is a step of its own. */
export function settled(history: History): History {
  return history.label === null ? history : { ...history, label: null };
}

export function undone({ past, now, future }: History): History {
  const before = past.at(-1);
  if (!before) return { past, now, future, label: null };
  return { past: past.slice(0, -1), now: before, future: [now, ...future], label: null };
}

export function redone({ past, now, future }: History): History {
  const [after, ...rest] = future;
  if (!after) return { past, now, future, label: null };
  return { past: [...past, now], now: after, future: rest, label: null };
}
