import { textOf } from "../../i18n/texts.ts";
import css from "./outcome.module.css";

/** The result of one row. */
export function Outcome({ outcome, attention = false }: { outcome: string; attention?: boolean }) {
  return (
    <span class={css.outcome} data-outcome={outcome} data-attention={attention || undefined}>
      {textOf(`members-outcome-${outcome}`) ?? outcome}
    </span>
  );
}
