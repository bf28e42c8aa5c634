import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import { countdown } from "../text.ts";
import css from "./countdown.module.css";

/** The time, again every second. */
export function useNow(now: () => number): number {
  const [at, tick] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => tick(now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return at;
}

/** Large figures for eyes; say it in words elsewhere. */
export function Countdown({ label, ms }: { label: string; ms: number }) {
  return (
    <div class={css.countdown} aria-hidden="true">
      <p>{ms > 0 ? label : t("watch-waiting-opening")}</p>
      <ol>
        {countdown(ms).map(({ unit, value }) => (
          <li key={unit}>
            <b>{String(value).padStart(2, "0")}</b>
            <span>{t(`watch-countdown-${unit}`, { count: value })}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
