import { t } from "../i18n/texts.ts";
import { now } from "./clock.ts";
import { ago, dateTime } from "./format/times.ts";

/** The time since an event, with the exact time as its title; `never` without one. */
export function When({ at, never = t("ui-never") }: { at: string | null; never?: string }) {
  if (at === null) return <span class="muted">{never}</span>;
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at, now.value)}
    </time>
  );
}
