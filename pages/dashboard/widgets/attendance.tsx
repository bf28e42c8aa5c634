import type { Webinar } from "../../generated/api.ts";
import type { Dashboard } from "../../generated/messages.ts";
import { Empty } from "../../ui/empty.tsx";
import { plural } from "../../ui/format/numbers.ts";
import { Moving } from "../../ui/moving.tsx";
import { Bars } from "./bars.tsx";
import { Card } from "./card.tsx";
import legendCss from "./legend.module.css";
import { Swatch } from "./swatch.tsx";

/** How much of the live event its attendees saw. */
export function Attendance({ numbers, webinar }: { numbers: Dashboard["attendance"]; webinar: Webinar }) {
  const bars = numbers.shares.map((value, tenth) => ({
    key: String(tenth),
    value,
    label: tenth % 2 === 1 ? `${(tenth + 1) * 10}` : "",
    title: `${tenth * 10}–${(tenth + 1) * 10} % of the event: ${plural(value, "member")}`,
    tone: tone(tenth),
  }));
  if (numbers.shares.every((value) => value === 0)) {
    return (
      <Card title="Attendance" area="attendance" aside="Share of the live event">
        {webinar.mode === "live" ? (
          <Empty icon="people" title="Nobody has watched live yet">
            Each attendee counts in the tenth of the event that they saw.
          </Empty>
        ) : (
          <Empty icon="people" title="No live watch time">
            Nobody played the event live here, and nobody has reported how long attendees stayed.
          </Empty>
        )}
      </Card>
    );
  }
  return (
    <Card title="Attendance" area="attendance" aside="Share of the live event">
      <Bars labels="edge" bars={bars} label="Members per tenth of the live event that they watched" />
      <dl class={legendCss.legend}>
        <div>
          <dt>
            <Swatch fill="accent" />
            Highly engaged <span class="muted">≥ 80 %</span>
          </dt>
          <dd>
            <Moving value={numbers.highly} testId="attendance-highly" />
          </dd>
        </div>
        <div>
          <dt>
            <Swatch fill="soft" />
            Moderately <span class="muted">≥ 60 %</span>
          </dt>
          <dd>
            <Moving value={numbers.moderately} testId="attendance-moderately" />
          </dd>
        </div>
      </dl>
    </Card>
  );
}

function tone(tenth: number): "accent" | "soft" | "plain" {
  if (tenth >= 8) return "accent";
  return tenth >= 6 ? "soft" : "plain";
}
