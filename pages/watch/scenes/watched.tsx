import { formatDuration, formatNumber } from "../../i18n/format.ts";
import { t } from "../../i18n/texts.ts";
import css from "./watched.module.css";

/** The server's totals for this member so far. */
export interface Progress {
  watched_s: number;
  covered_s: number;
}

interface Props {
  progress: Progress | null;
  durationS: number;
  live: boolean;
}

/** The watched time, and the share of the recording that it covers. */
export function Watched({ progress, durationS, live }: Props) {
  const seconds = Math.max(1, Math.floor(durationS));
  const share = Math.min(1, (progress?.covered_s ?? 0) / seconds);
  // Nobody is told 100 % before the last second.
  const percent = share === 1 ? 100 : Math.min(99, Math.round(share * 100));
  return (
    <section class={css.watched} aria-label={t("watch-progress-title")}>
      <progress max={100} value={percent} aria-label={t("watch-progress-bar")} />
      <dl>
        <div>
          <dt>{live ? t("watch-progress-live") : t("watch-progress-watched")}</dt>
          <dd>{progress ? formatDuration(progress.watched_s) : "–"}</dd>
        </div>
        <div>
          <dt>{t("watch-progress-covered")}</dt>
          <dd>{progress ? formatNumber(percent / 100, { style: "percent" }) : "–"}</dd>
        </div>
      </dl>
    </section>
  );
}
