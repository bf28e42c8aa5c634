import type { Webinar } from "../../generated/api.ts";
import type { Dashboard } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { Empty } from "../../ui/empty.tsx";
import { asPercent } from "../../ui/format/numbers.ts";
import { Moving } from "../../ui/moving.tsx";
import { segmentAddress } from "../segments/address.ts";
import { Bars } from "./bars.tsx";
import { Card } from "./card.tsx";
import legendCss from "./legend.module.css";
import { Swatch } from "./swatch.tsx";

/** The share of the live event that its attendees saw. */
export function Attendance({ numbers, webinar }: { numbers: Dashboard["attendance"]; webinar: Webinar }) {
  const bars = numbers.shares.map((value, tenth) => ({
    key: String(tenth),
    value,
    name: t("widgets-table-range", { from: tenth * 10, to: (tenth + 1) * 10 }),
    label: tenth % 2 === 1 ? `${(tenth + 1) * 10}` : "",
    title: t("widgets-attendance-bar", {
      from: tenth * 10,
      to: (tenth + 1) * 10,
      members: t("widgets-members", { count: value }),
    }),
    tone: tone(tenth),
  }));
  if (numbers.shares.every((value) => value === 0)) {
    return (
      <Card title={t("widgets-attendance")} area="attendance" aside={t("widgets-attendance-aside")}>
        {webinar.mode === "live" ? (
          <Empty icon="people" title={t("widgets-attendance-nobody")}>
            {t("widgets-attendance-nobody_text")}
          </Empty>
        ) : (
          <Empty icon="people" title={t("widgets-attendance-none")}>
            {t("widgets-attendance-none_text")}
          </Empty>
        )}
      </Card>
    );
  }
  return (
    <Card title={t("widgets-attendance")} area="attendance" aside={t("widgets-attendance-aside")}>
      <Bars
        labels="edge"
        bars={bars}
        columns={[t("widgets-table-share"), t("widgets-table-members")]}
        label={t("widgets-attendance-label")}
      />
      <dl class={legendCss.legend}>
        <div>
          <dt>
            <Swatch fill="accent" />
            <a href={segmentAddress(webinar.id, watched(80))}>{t("widgets-attendance-highly")}</a>{" "}
            <span class="muted">{t("widgets-attendance-from", { share: asPercent(0.8) })}</span>
          </dt>
          <dd>
            <Moving value={numbers.highly} testId="attendance-highly" />
          </dd>
        </div>
        <div>
          <dt>
            <Swatch fill="soft" />
            <a href={segmentAddress(webinar.id, { all: [watched(60), { not: watched(80) }] })}>
              {t("widgets-attendance-moderately")}
            </a>{" "}
            <span class="muted">{t("widgets-attendance-from", { share: asPercent(0.6) })}</span>
          </dt>
          <dd>
            <Moving value={numbers.moderately} testId="attendance-moderately" />
          </dd>
        </div>
      </dl>
    </Card>
  );
}

/** At least that much of the event was watched: what the bars count. */
function watched(share: number) {
  const watch_share = { op: "at_least", value: share };
  return { filter: "attended_event", event_mode: "live", watch_share };
}

function tone(tenth: number): "accent" | "soft" | "plain" {
  if (tenth >= 8) return "accent";
  return tenth >= 6 ? "soft" : "plain";
}
