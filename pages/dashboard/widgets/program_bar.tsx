import { count, plural } from "../../ui/format/numbers.ts";
import { countOf, FURTHEST_FIRST, programTotal, type StatusCounts } from "../members/statuses.ts";
import { STATUS_LABEL } from "../words.ts";
import fill from "./fill.module.css";
import css from "./program_bar.module.css";

/** Everybody in the program as one bar, divided by status. */
export function ProgramBar({ counts, tall = false }: { counts: StatusCounts; tall?: boolean }) {
  const total = programTotal(counts);
  const parts = FURTHEST_FIRST.filter((status) => status !== "not_in_program" && countOf(counts, status) > 0);
  const words = parts.map((status) => `${STATUS_LABEL[status]} ${count(countOf(counts, status))}`).join(", ");
  return (
    <div
      class={css.bar}
      data-tall={tall || undefined}
      role="img"
      aria-label={words || "No members"}
      title={words}
    >
      {parts.map((status) => (
        <span
          key={status}
          class={`${css.part} ${fill.fill}`}
          data-fill={status}
          style={{ flexGrow: String(countOf(counts, status)) }}
          title={`${STATUS_LABEL[status]}: ${plural(countOf(counts, status), "member")} of ${count(total)}`}
        />
      ))}
    </div>
  );
}
