import type { Webinar } from "../../generated/api.ts";
import type { DayVisitors } from "../../generated/messages.ts";
import { Empty } from "../../ui/empty.tsx";
import { Bars } from "./bars.tsx";
import { Card } from "./card.tsx";
import { dayBars, daySummary } from "./days.ts";
import css from "./on_demand_summary.module.css";

interface Props {
  days: readonly DayVisitors[];
  webinar: Webinar;
}

/** Distinct visitors who watched on each day of the window. */
export function OnDemandSummary({ days, webinar }: Props) {
  return (
    <Card title="On-Demand Summary" area="summary" aside="Visitors per day">
      {days.length === 0 ? (
        <Empty icon="play" title="The window opens when the event ends">
          From then on, every day gets a bar.
        </Empty>
      ) : (
        <>
          <Bars bars={dayBars(days)} label={`Visitors per day, ${webinar.timezone}`} />
          <p class={css.note}>{daySummary(days, webinar.phase === "closed")}</p>
        </>
      )}
    </Card>
  );
}
