import type { Webinar } from "../api/types.ts";
import { count, percent, plural } from "../format/numbers.ts";
import { span } from "../format/times.ts";
import { PhasePill } from "../ui/phase_pill.tsx";
import { ProgramBar } from "../widgets/program_bar.tsx";
import { programTotal } from "../widgets/program_total.ts";

/** One webinar in the list; the whole row leads to it. */
export function WebinarRow({ webinar }: { webinar: Webinar }) {
  const total = programTotal(webinar.status_counts);
  const flipped = webinar.status_counts.attended_on_demand;
  return (
    <tr class="linked">
      <td class="webinar-name">
        <a href={`/webinars/${webinar.id}`}>{webinar.name}</a>
        <span class="muted">{span(webinar.starts_at, webinar.ends_at, webinar.timezone)}</span>
      </td>
      <td>
        <PhasePill phase={webinar.phase} />
      </td>
      <td class="webinar-program">
        <ProgramBar counts={webinar.status_counts} />
        <span class="muted small">
          {total === 0 ? "No members yet" : `${percent(flipped, total)} attended on demand`}
        </span>
      </td>
      <td class="number webinar-members" data-unit={plural(total, "member").split(" ")[1]}>
        {count(total)}
      </td>
      <td class="number webinar-days" data-unit="days left">
        {webinar.phase === "on_demand" || webinar.phase === "closed" ? webinar.days_left : "–"}
      </td>
    </tr>
  );
}
