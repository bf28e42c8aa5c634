import type { Join } from "../../generated/api.ts";
import { formatMoment } from "../../i18n/format.ts";
import { t } from "../../i18n/texts.ts";
import { spokenCountdown } from "../text.ts";
import { Countdown, useNow } from "./countdown.tsx";
import { Frame } from "./frame.tsx";
import scenes from "./scenes.module.css";

/** Before the room opens. */
export function Waiting({ join, now }: { join: Join; now: () => number }) {
  const left = Date.parse(join.opens_at) - useNow(now);
  const startsAt = new Date(join.starts_at);
  const here = formatMoment(startsAt);
  const there = formatMoment(startsAt, join.timezone);
  return (
    <Frame>
      <section class={scenes.card}>
        <p class={scenes.eyebrow}>{t("watch-waiting-registered")}</p>
        <h1>{join.name}</h1>
        <p class={scenes.lead}>
          <time dateTime={join.starts_at}>{here}</time>
        </p>
        {there !== here && <p class={scenes.aside}>{t("watch-waiting-there", { moment: there })}</p>}
        <Countdown label={t("watch-waiting-opens")} ms={left} />
        <p class="hidden" role="timer">
          {spokenCountdown(left)}
        </p>
        <p class={scenes.actions}>
          <a class={scenes.button} href={join.calendar_url} download>
            <CalendarIcon /> {t("watch-waiting-calendar")}
          </a>
        </p>
        <p class={scenes.aside}>{t("watch-waiting-aside")}</p>
      </section>
    </Frame>
  );
}

function CalendarIcon() {
  return (
    <svg class={scenes.icon} viewBox="0 0 20 20" aria-hidden="true">
      <rect x="3" y="4.5" width="14" height="12.5" rx="2.5" />
      <path d="M3 8.5h14M7 2.5v4M13 2.5v4" />
    </svg>
  );
}
