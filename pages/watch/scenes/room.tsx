import type { Join } from "../../generated/api.ts";
import { formatMoment } from "../../i18n/format.ts";
import { t } from "../../i18n/texts.ts";
import { Countdown, useNow } from "./countdown.tsx";
import { Frame } from "./frame.tsx";
import scenes from "./scenes.module.css";

/** The room is open, but there is nowhere to go yet. */
export function Room({ join, now }: { join: Join; now: () => number }) {
  const left = Date.parse(join.starts_at) - useNow(now);
  return (
    <Frame>
      <section class={scenes.card}>
        <p class={scenes.eyebrow}>{t("watch-room-open")}</p>
        <h1>{join.name}</h1>
        <p class={scenes.lead} role="status">
          {left > 0
            ? t("watch-room-starts", { moment: formatMoment(new Date(join.starts_at)) })
            : t("watch-room-soon")}
        </p>
        {left > 0 ? (
          <Countdown label={t("watch-room-begins")} ms={left} />
        ) : (
          <span class={scenes.spinner} aria-hidden="true" />
        )}
        <p class={scenes.aside}>{t("watch-room-aside")}</p>
      </section>
    </Frame>
  );
}
