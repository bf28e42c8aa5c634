import type { Webinar } from "../../generated/api.ts";
import { count, percent, plural } from "../../ui/format/numbers.ts";
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
      <td data-cell="number" data-unit={plural(total, "member").split(" ")[1]}>
        {count(total)}
      </td>
      <td
        data-cell="number"
        data-not-yet={!open || undefined}
        data-unit={webinar.days_left === 1 ? "day left" : "days left"}
      >
        {open ? webinar.days_left : "–"}
      </td>
    </tr>
  );
}

/** The one number that matters in this phase. */
function programWords({ phase, status_counts: counts }: Webinar, total: number): string {
  if (total === 0) return "No members yet";
  switch (phase) {
    case "waiting":
      return `${count(countOf(counts, "registered"))} registered`;
    case "live":
      return `${count(countOf(counts, "attended"))} attended so far`;
    case "on_demand":
    case "closed":
      return `${percent(countOf(counts, "attended_on_demand"), total)} attended on demand`;
  }
}
