import type { Webinar } from "../../generated/api.ts";
import type { Dashboard } from "../../generated/messages.ts";
import { count, decimal } from "../../ui/format/numbers.ts";
import { dateTime } from "../../ui/format/times.ts";
import { Moving } from "../../ui/moving.tsx";
import { Card } from "./card.tsx";
import { Figure, Figures } from "./figures.tsx";

const WINDOW_DAYS = 30;

interface Props {
  numbers: Dashboard["on_demand_statistics"];
  webinar: Webinar;
}

/** The on-demand window at a glance. */
export function OnDemandStatistics({ numbers, webinar }: Props) {
  const left = Math.max(0, Math.min(WINDOW_DAYS, numbers.days_left));
  return (
    <Card title="On-Demand Statistics" area="statistics">
      <Figures divided>
        <Figure label="Visitors" note="flipped by watching">
          <Moving value={numbers.visitors} testId="visitors" />
        </Figure>
        <Figure label="Average watch" unit="min" note="on demand, per visitor">
          <Moving value={numbers.average_watch_min} write={decimal} testId="average" />
        </Figure>
        <Figure
          label="Days left"
          unit={`of ${count(WINDOW_DAYS)}`}
          note={`${left > 0 ? "closes" : "closed"} ${dateTime(webinar.closes_at, webinar.timezone)}`}
          share={(WINDOW_DAYS - left) / WINDOW_DAYS}
        >
          <Moving value={numbers.days_left} testId="days-left" />
        </Figure>
      </Figures>
    </Card>
  );
}
