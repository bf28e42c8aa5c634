import { useRef } from "preact/hooks";
import { count } from "./format/numbers.ts";
import css from "./moving.module.css";

interface Props {
  value: number;
  /** The format of the number; a count by default. */
  write?: (value: number) => string;
  testId?: string;
}

/**
 * A number that changes while it is looked at. The new one slides in from the direction it moved; it is never counted up
 * through values that were not true. `data-value` carries the plain number.
 */
export function Moving({ value, write = count, testId }: Props) {
  const shown = useRef({ value, turn: 0, way: "" as "" | "up" | "down" });
  const last = shown.current;
  if (last.value !== value) {
    shown.current = { value, turn: last.turn + 1, way: value > last.value ? "up" : "down" };
  }
  const { turn, way } = shown.current;
  return (
    <span class={css.moving} data-testid={testId} data-value={value}>
      <span key={turn} class={css.moved} data-way={way}>
        {write(value)}
      </span>
    </span>
  );
}
