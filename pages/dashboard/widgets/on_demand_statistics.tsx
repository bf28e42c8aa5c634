import type { Webinar } from "../api/types.ts";
import { count, decimal } from "../format/numbers.ts";
import { dateTime } from "../format/times.ts";
import type { Dashboard } from "../live/dashboard.ts";
import { Moving } from "../ui/moving.tsx";
import { Card } from "./card.tsx";

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
      <div class="figures">
        <div class="figure">
          <span class="figure-label">Visitors</span>
          <span class="figure-value">
            <Moving value={numbers.visitors} testId="visitors" />
          </span>
          <span class="figure-note">flipped by watching</span>
        </div>
        <div class="figure">
          <span class="figure-label">Average watch</span>
          <span class="figure-value">
            <Moving value={numbers.average_watch_min} write={decimal} testId="average" />
            <span class="unit">min</span>
          </span>
          <span class="figure-note">on demand, per visitor</span>
        </div>
        <div class="figure">
          <span class="figure-label">Days left</span>
          <span class="figure-value">
            <Moving value={numbers.days_left} testId="days-left" />
            <span class="unit">of {count(WINDOW_DAYS)}</span>
          </span>
          <span class="figure-note">
            {left > 0 ? "closes " : "closed "}
            {dateTime(webinar.closes_at, webinar.timezone)}
          </span>
          <div class="window-bar" aria-hidden="true">
            <span style={{ width: `${(100 * (WINDOW_DAYS - left)) / WINDOW_DAYS}%` }} />
          </div>
        </div>
      </div>
    </Card>
  );
}
