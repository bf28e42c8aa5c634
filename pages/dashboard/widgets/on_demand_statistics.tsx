import type { ComponentChildren } from "preact";
import type { Webinar } from "../../generated/api.ts";
import type { Dashboard } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { decimal } from "../../ui/format/numbers.ts";
import { dateTime } from "../../ui/format/times.ts";
import { Moving } from "../../ui/moving.tsx";
import { Card } from "./card.tsx";
import { Figure, Figures } from "./figures.tsx";

const WINDOW_DAYS = 30;

interface Props {
  numbers: Dashboard["on_demand_statistics"];
  webinar: Webinar;
  /** How much of the recording that was; shown once somebody has watched on demand. */
  coverage: ComponentChildren;
}

/** The on-demand window at a glance. */
export function OnDemandStatistics({ numbers, webinar, coverage }: Props) {
  const begun = webinar.phase === "on_demand" || webinar.phase === "closed";
  const left = Math.max(0, Math.min(WINDOW_DAYS, numbers.days_left));
  return (
    <Card title={t("widgets-statistics")} area="statistics">
      <Figures divided>
        <Figure label={t("widgets-statistics-visitors")} note={t("widgets-statistics-visitors_note")}>
          <Moving value={numbers.visitors} testId="visitors" />
        </Figure>
        <Figure
          label={t("widgets-statistics-average")}
          unit={t("widgets-statistics-average_unit")}
          note={
            <>
              {t("widgets-statistics-average_note")} {numbers.visitors > 0 && coverage}
            </>
          }
        >
          <Moving value={numbers.average_watch_min} write={decimal} testId="average" />
        </Figure>
        <Figure
          label={t("widgets-statistics-days")}
          unit={begun ? t("widgets-statistics-days_unit", { count: WINDOW_DAYS }) : undefined}
          note={
            begun
              ? t(left > 0 ? "widgets-statistics-closes" : "widgets-statistics-closed", {
                  moment: dateTime(webinar.closes_at, webinar.timezone),
                })
              : t("widgets-statistics-opens", { moment: dateTime(webinar.ends_at, webinar.timezone) })
          }
          share={begun ? (WINDOW_DAYS - left) / WINDOW_DAYS : undefined}
        >
          {begun ? <Moving value={numbers.days_left} testId="days-left" /> : "–"}
        </Figure>
      </Figures>
    </Card>
  );
}
