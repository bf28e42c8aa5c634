import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { FREEZE_MS, type Planned } from "./editing.ts";
import { spokenTime, timeText } from "./times.ts";

/** What an item is called: its title or text, else its kind. */
export function nameOf({ title, text, questions, kind }: Planned): string {
  return title ?? text ?? questions?.[0]?.text ?? t(`rundown-kind-${kind}`);
}

/** An item in a sentence, for those who hear it. */
export function spokenItem(item: Planned): string {
  const { kind, start_ms, duration_ms } = item;
  return t("rundown-item", {
    kind: t(`rundown-kind-${kind}`),
    name: nameOf(item),
    start: spokenTime(start_ms),
    length: duration_ms === undefined ? t("rundown-open_end") : spokenTime(duration_ms),
  });
}

/** `0:30 – 1:30`. */
export function spanText({ start_ms, duration_ms }: Planned): string {
  return `${timeText(start_ms)} – ${duration_ms === undefined ? "" : timeText(start_ms + duration_ms)}`;
}

export interface Moment {
  /** Nothing can begin before it any more, in programme time; 0 before the webinar runs. */
  floor_ms: number;
  over: boolean;
}

/** What can still be changed at `now`. */
export function momentOf({ starts_at, ends_at, finished_at }: Webinar, now: number): Moment {
  const over = finished_at !== null || now >= Date.parse(ends_at);
  return { floor_ms: Math.max(0, now - Date.parse(starts_at) + FREEZE_MS), over };
}
