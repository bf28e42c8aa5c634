import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { countOf, FURTHEST_FIRST, programTotal, type StatusCounts } from "../members/statuses.ts";

import fill from "./fill.module.css";
import css from "./program_bar.module.css";

/** All members of the program as one bar, divided by status. */
export function ProgramBar({ counts, tall = false }: { counts: StatusCounts; tall?: boolean }) {
  const total = programTotal(counts);
  const parts = FURTHEST_FIRST.filter((status) => status !== "not_in_program" && countOf(counts, status) > 0);
  const words = parts
    .map((status) =>
      t("widgets-program-part", { status: statusName(status), number: countOf(counts, status) }),
    )
    .join(", ");
  return (
    <div
      class={css.bar}
      data-tall={tall || undefined}
      role="img"
      aria-label={words || t("widgets-program-none")}
      title={words}
    >
      {parts.map((status) => (
        <span
          key={status}
          class={`${css.part} ${fill.fill}`}
          data-fill={status}
          style={{ flexGrow: String(countOf(counts, status)) }}
          title={t("widgets-program-share", {
            status: statusName(status),
            members: t("widgets-members", { count: countOf(counts, status) }),
            total,
          })}
        />
      ))}
    </div>
  );
}
