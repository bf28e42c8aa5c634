/** The bars of On-Demand Summary: the days that were, and those of the window that are still to come. Pure. */

import type { DayVisitors } from "../../generated/messages.ts";
import { plural } from "../../ui/format/numbers.ts";
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
      label: labelled(index, days.length - 1) ? day(each.date) : "",
      title: `${longDay(each.date)}: ${plural(each.visitors, "visitor")}`,
      tone: index === days.length - 1 ? "accent" : "soft",
    }),
  );
  const last = days.at(-1);
  if (!last) return bars;
  for (let index = days.length; index < WINDOW_DAYS; index += 1) {
    const date = addDays(last.date, index - days.length + 1);
    const label = labelled(index, days.length - 1) ? day(date) : "";
    bars.push({ key: date, value: 0, label, title: `${longDay(date)}: to come`, tone: "absent" });
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
  if (!today) return "No day has passed yet.";
  const best = days.reduce((top, each) => (each.visitors > top.visitors ? each : top), today);
  if (best.visitors === 0) return over ? "Nobody watched on demand." : "Nobody has watched on demand yet.";
  if (over) return `The most were ${plural(best.visitors, "visitor")} on ${longDay(best.date)}.`;
  if (today.visitors === best.visitors) return `${plural(today.visitors, "visitor")} today, the most so far.`;
  return `${plural(today.visitors, "visitor")} today; the most were ${plural(best.visitors, "visitor")} on ${longDay(best.date)}.`;
}
