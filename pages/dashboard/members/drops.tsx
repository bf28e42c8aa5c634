import type { Dropped, Explanation, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import formCss from "../../ui/form.module.css";
import { clock } from "../../ui/format/times.ts";
import { dropWords } from "../words.ts";
import css from "./drops.module.css";
import { segmentWords } from "./segment_words.ts";

interface Props {
  explanation: Pick<Explanation, "drops" | "recent_drops" | "playbacks">;
  webinar: Webinar;
}

/** The reports that were not counted, by reason, and the last of them one by one. */
export function DropsView({ explanation, webinar }: Props) {
  const reasons = Object.entries(explanation.drops).filter(([, times]) => times > 0);
  if (reasons.length === 0) {
    return (
      <section>
        <h3>{t("members-drops-title")}</h3>
        <p class="muted">{t("members-drops-nothing")}</p>
      </section>
    );
  }
  return (
    <section data-testid="drops">
      <h3>{t("members-drops-title")}</h3>
      <ul class={css.drops}>
        {reasons.map(([reason, times]) => (
          <li key={reason} data-reason={reason}>
            <p>
              <strong>{dropWords(reason).label}</strong>{" "}
              <span class="muted">{t("members-drops-reports", { count: times })}</span>
            </p>
            <p class="muted small">{dropWords(reason).why}</p>
          </li>
        ))}
      </ul>
      {explanation.recent_drops.length > 0 && (
        <details class={formCss.more}>
          <summary>{t("members-drops-last", { count: explanation.recent_drops.length })}</summary>
          <ol class={css.recent}>
            {explanation.recent_drops.map((drop, index) => (
              // The same stretch may be dropped twice in one instant
              <RecentDropRow key={index} drop={drop} anchor={anchorOf(explanation, drop)} webinar={webinar} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function RecentDropRow({
  drop,
  anchor,
  webinar,
}: {
  drop: Dropped;
  anchor: number | null;
  webinar: Webinar;
}) {
  return (
    <li>
      <time dateTime={drop.at}>{clock(drop.at, webinar.timezone)}</time>
      <div>
        <p>{dropWords(drop.reason).label}</p>
        <p class="muted small">
          {segmentWords(
            typeof drop.segment === "string" ? [drop.segment] : drop.segment,
            anchor,
            webinar.timezone,
          )}
        </p>
      </div>
    </li>
  );
}

function anchorOf({ playbacks }: Pick<Explanation, "playbacks">, drop: Dropped): number | null {
  const playback = playbacks.find((each) => each.playback === drop.playback);
  return playback ? Date.parse(playback.anchor_at) : null;
}
