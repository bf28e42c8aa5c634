import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { count, percent } from "../../ui/format/numbers.ts";
import { span } from "../../ui/format/times.ts";
import tableCss from "../../ui/table.module.css";
import { countOf, programTotal } from "../members/statuses.ts";
import { ProgramBar } from "../widgets/program_bar.tsx";
import { PhasePill } from "./phase_pill.tsx";
import css from "./table.module.css";

/** One webinar in the list; the whole row leads to it. */
export function WebinarRow({ webinar }: { webinar: Webinar }) {
  const total = programTotal(webinar.status_counts);
  const open = webinar.phase === "on_demand" || webinar.phase === "closed";
  return (
    <tr class={tableCss.linked}>
      <td class={css.name}>
        <a href={`/webinars/${webinar.id}`}>{webinar.name}</a>
        <span class="muted">{span(webinar.starts_at, webinar.ends_at, webinar.timezone)}</span>
      </td>
      <td>
        <PhasePill phase={webinar.phase} />
      </td>
      <td class={css.program}>
        <ProgramBar counts={webinar.status_counts} />
        <span class="muted small">{programWords(webinar, total)}</span>
      </td>
      <td data-cell="number" data-unit={t("webinars-unit-members", { count: total })}>
        {count(total)}
      </td>
      <td
        data-cell="number"
        data-not-yet={!open || undefined}
        data-unit={t("webinars-unit-days", { count: webinar.days_left })}
      >
        {open ? webinar.days_left : "–"}
      </td>
    </tr>
  );
}

/** The one number that matters in this phase. */
function programWords({ phase, status_counts: counts }: Webinar, total: number): string {
  if (total === 0) return t("webinars-program-empty");
  switch (phase) {
    case "waiting":
      return t("webinars-program-registered", { count: countOf(counts, "registered") });
    case "live":
      return t("webinars-program-attended", { count: countOf(counts, "attended") });
    case "on_demand":
    case "closed":
      return t("webinars-program-on_demand", {
        share: percent(countOf(counts, "attended_on_demand"), total),
      });
  }
}
