import type { StatusCounts } from "../api/types.ts";
import { count, plural } from "../format/numbers.ts";
import { STATUS_LABEL } from "../format/words.ts";
import { FURTHEST_FIRST, programTotal } from "./program_total.ts";

/** Everybody in the program as one bar, divided by status. */
export function ProgramBar({ counts, tall = false }: { counts: StatusCounts; tall?: boolean }) {
  const total = programTotal(counts);
  const parts = FURTHEST_FIRST.filter((status) => status !== "not_in_program" && counts[status] > 0);
  const words = parts.map((status) => `${STATUS_LABEL[status]} ${count(counts[status])}`).join(", ");
  return (
    <div
      class={tall ? "program-bar tall" : "program-bar"}
      role="img"
      aria-label={words || "No members"}
      title={words}
    >
      {parts.map((status) => (
        <span
          key={status}
          class={`part fill-${status}`}
          style={{ flexGrow: String(counts[status]) }}
          title={`${STATUS_LABEL[status]}: ${plural(counts[status], "member")} of ${count(total)}`}
        />
      ))}
    </div>
  );
}
