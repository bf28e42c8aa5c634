import type { Webinar } from "../../generated/api.ts";
import type { DayVisitors } from "../../generated/messages.ts";
import { formatZone } from "../../i18n/format.ts";
import { t } from "../../i18n/texts.ts";
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
    <Card title={t("widgets-summary")} area="summary" aside={t("widgets-summary-aside")}>
      {days.length === 0 ? (
        <Empty icon="play" title={t("widgets-summary-empty")}>
          {t("widgets-summary-empty_text")}
        </Empty>
      ) : (
        <>
          <Bars
            columns={[t("widgets-table-day"), t("widgets-table-visitors")]}
            bars={dayBars(days)}
            label={t("widgets-summary-label", {
              zone: formatZone(new Date(webinar.ends_at), webinar.timezone),
            })}
          />
          <p class={css.note}>{daySummary(days, webinar.phase === "closed")}</p>
        </>
      )}
    </Card>
  );
}
