import { useComputed } from "@preact/signals";
import type { Webinar } from "../../generated/api.ts";
import type { Dashboard } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import type { Feed } from "../live/feed.ts";
import { recordedLength } from "../webinars/recorded_length.ts";
import { ActivityFeed } from "../widgets/activity.tsx";
import { Attendance } from "../widgets/attendance.tsx";
import { EngagementCounts } from "../widgets/engagement.tsx";
import { Now } from "../widgets/now.tsx";
import { OnDemandStatistics } from "../widgets/on_demand_statistics.tsx";
import { OnDemandSummary } from "../widgets/on_demand_summary.tsx";
import { ProgramStatus } from "../widgets/program_status.tsx";
import { Retention } from "../widgets/retention.tsx";
import { coverageWords } from "../widgets/retention_words.ts";
import css from "./overview.module.css";

/** Every number of docs/domain.md, Dashboard numbers. Each widget redraws only when its own part changed. */
export function Overview({ webinar, feed }: { webinar: Webinar; feed: Feed }) {
  const there = useComputed(() => feed.data.value !== null);
  if (!there.value) {
    const refused = feed.connection.value === "not_allowed" || feed.connection.value === "unknown_webinar";
    if (!refused) return <Skeleton rows={8} />;
    return (
      <Empty icon="warning" title={t("webinar-no_numbers")}>
        {t("webinar-no_numbers-text")}
      </Empty>
    );
  }
  return (
    <div class={css.widgets}>
      <Part feed={feed} pick="now" show={(now) => <Now now={now} />} />
      <Part
        feed={feed}
        pick="on_demand_statistics"
        show={(numbers) => (
          <OnDemandStatistics
            numbers={numbers}
            webinar={webinar}
            coverage={<Part feed={feed} pick="retention" show={coverageWords} />}
          />
        )}
      />
      <Part
        feed={feed}
        pick="status_counts"
        show={(counts) => <ProgramStatus counts={counts} webinar={webinar} />}
      />
      <Part feed={feed} pick="activity" show={(items) => <ActivityFeed items={items} webinar={webinar} />} />
      <Part
        feed={feed}
        pick="retention"
        show={(curve) => <Retention curve={curve} recorded={recordedLength(webinar) !== null} />}
      />
      <Part
        feed={feed}
        pick="on_demand_summary"
        show={(days) => <OnDemandSummary days={days} webinar={webinar} />}
      />
      <Part
        feed={feed}
        pick="attendance"
        show={(numbers) => <Attendance numbers={numbers} webinar={webinar} />}
      />
      <Part
        feed={feed}
        pick="engagement"
        show={(counts) => <EngagementCounts counts={counts} webinar={webinar} />}
      />
    </div>
  );
}

interface PartProps<K extends keyof Dashboard> {
  feed: Feed;
  pick: K;
  show: (part: Dashboard[K]) => preact.ComponentChildren;
}

/** A merge patch leaves untouched parts the same objects, so that this draws again only when its own part moved. */
function Part<K extends keyof Dashboard>({ feed, pick, show }: PartProps<K>) {
  const part = useComputed(() => feed.data.value?.[pick]);
  const value = part.value;
  return value === undefined ? null : show(value);
}
