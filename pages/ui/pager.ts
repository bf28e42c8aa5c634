import { useEffect, useState } from "preact/hooks";

export interface Pager {
  /** Of the page that is shown; undefined for the first. */
  cursor: string | undefined;
  /** Counted from 1. */
  number: number;
  back: () => void;
  forward: (next: string) => void;
}

/** Pages by cursor, back to the first whenever `key` changes. */
export function usePager(key: string): Pager {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  useEffect(() => setCursors([]), [key]);
  return {
    cursor: cursors.at(-1),
    number: cursors.length + 1,
    back: () => setCursors(cursors.slice(0, -1)),
    forward: (next) => setCursors([...cursors, next]),
  };
}
