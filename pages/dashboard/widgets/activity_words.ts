/** One line of the activity feed, in words. */

import { STATUSES, type Status } from "../api/types.ts";
import { STATUS_LABEL, sentence } from "../format/words.ts";
import type { Activity } from "../live/dashboard.ts";
import type { IconName } from "../ui/icon.tsx";

export interface ActivityWords {
  icon: IconName;
  tone: "accent" | "plain";
  who: string;
  what: string;
}

export function activityWords(item: Activity): ActivityWords {
  const who = item.name?.trim() || "An erased member";
  const to = statusIn(item);
  switch (item.kind) {
    case "flip":
      return {
        icon: "flip",
        tone: "accent",
        who,
        what: `became ${STATUS_LABEL[to ?? "attended_on_demand"]}`,
      };
    case "joined":
      return { icon: "play", tone: "plain", who, what: "joined" };
    default:
      return {
        icon: "people",
        tone: "plain",
        who,
        what: to ? `is now ${STATUS_LABEL[to]}` : sentence(item.kind).toLowerCase(),
      };
  }
}

function statusIn(item: Activity): Status | null {
  for (const name of ["to_status", "status", "to"] as const) {
    const value = item[name];
    if (typeof value === "string" && (STATUSES as readonly string[]).includes(value)) return value as Status;
  }
  return null;
}
