/** The bars of On-Demand Summary: the days that were, and those of the window that are still to come. Pure. */

import type { DayVisitors } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { addDays, day, longDay } from "../../ui/format/times.ts";
import type { Bar } from "./bars.tsx";

/** The day of the end, and 30 days of 24 h after it: at most 31 local days. */
const WINDOW_DAYS = 31;
const LABEL_EVERY = 7;
/** Labels nearer than this to that of the latest day would run into it where bars are narrow. */
const LABEL_GAP = 5;

export function dayBars(days: readonly DayVisitors[]): Bar[] {
  const bars = days.map(
    (each, index): Bar => ({
      key: each.date,
      value: each.visitors,
      name: longDay(each.date),
      label: labelled(index, days.length - 1) ? day(each.date) : "",
      title: t("widgets-summary-day", { day: longDay(each.date), visitors: visitors(each.visitors) }),
      tone: index === days.length - 1 ? "accent" : "soft",
    }),
  );
  const last = days.at(-1);
  if (!last) return bars;
  for (let index = days.length; index < WINDOW_DAYS; index += 1) {
    const date = addDays(last.date, index - days.length + 1);
    const label = labelled(index, days.length - 1) ? day(date) : "";
    bars.push({
      key: date,
      value: 0,
      name: longDay(date),
      label,
      title: t("widgets-summary-to_come", { day: longDay(date) }),
      tone: "absent",
    });
  }
  return bars;
}

/** The latest day, whose bar people look for, and every seventh that leaves room for it. */
function labelled(index: number, latest: number): boolean {
  return index === latest || (index % LABEL_EVERY === 0 && Math.abs(index - latest) >= LABEL_GAP);
}

/** The chart in one sentence; once the window is over no day of it is today. */
export function daySummary(days: readonly DayVisitors[], over: boolean): string {
  const today = days.at(-1);
  if (!today) return t("widgets-summary-no_day");
  const best = days.reduce((top, each) => (each.visitors > top.visitors ? each : top), today);
  if (best.visitors === 0) return over ? t("widgets-summary-nobody") : t("widgets-summary-nobody_yet");
  const most = { most: visitors(best.visitors), day: longDay(best.date) };
  if (over) return t("widgets-summary-most", { visitors: most.most, day: most.day });
  if (today.visitors === best.visitors) {
    return t("widgets-summary-today_most", { visitors: visitors(today.visitors) });
  }
  return t("widgets-summary-today_and_most", { visitors: visitors(today.visitors), ...most });
}

function visitors(count: number): string {
  return t("widgets-summary-visitors", { count });
}
