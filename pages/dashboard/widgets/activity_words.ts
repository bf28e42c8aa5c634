/** One line of the activity feed, in words. */

import { STATUSES, type Status } from "../../generated/api.ts";
import type { Activity } from "../../generated/messages.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import type { IconName } from "../../ui/icon.tsx";
import { numbered } from "../members/names.ts";

export interface ActivityWords {
  icon: IconName;
  tone: "accent" | "plain";
  who: string;
  what: string;
}

export function activityWords(item: Activity): ActivityWords {
  const who =
    item.name === undefined ? numbered(item.member_id) : item.name.trim() || t("widgets-activity-erased");
  const to = statusIn(item.status);
  const tone = to === "attended_on_demand" ? "accent" : "plain";
  switch (item.kind) {
    case "flip":
      return { icon: "flip", tone, who, what: move(statusIn(item.previous), to) };
    case "join":
      return { icon: "play", tone: "plain", who, what: t("widgets-activity-joined") };
    case "vendor":
      return {
        icon: "people",
        tone,
        who,
        what: to
          ? t("widgets-activity-vendor_status", { status: statusName(to) })
          : t("widgets-activity-vendor"),
      };
    default:
      return { icon: "people", tone: "plain", who, what: t("widgets-activity-other") };
  }
}

function move(from: Status | null, to: Status | null): string {
  if (!to) return t("widgets-activity-changed");
  return from
    ? t("widgets-activity-moved", { from: statusName(from), to: statusName(to) })
    : t("widgets-activity-became", { status: statusName(to) });
}

function statusIn(value: unknown): Status | null {
  return (STATUSES as readonly unknown[]).includes(value) ? (value as Status) : null;
}
