import { t } from "../i18n/texts.ts";
import { now } from "./clock.ts";
import { ago, dateTime } from "./format/times.ts";

/** How long ago something was, with the exact time as its title; `never` for what has not been. */
export function When({ at, never = t("ui-never") }: { at: string | null; never?: string }) {
  if (at === null) return <span class="muted">{never}</span>;
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at, now.value)}
    </time>
  );
}
