import type { Outcome as Name } from "../api/types.ts";
import css from "./outcome.module.css";

/** What became of one row. */
export function Outcome({ outcome, attention = false }: { outcome: Name; attention?: boolean }) {
  return (
    <span class={css.outcome} data-outcome={outcome} data-attention={attention || undefined}>
      {outcome}
    </span>
  );
}
