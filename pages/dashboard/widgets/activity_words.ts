/** One line of the activity feed, in words. */

import { STATUSES, type Status } from "../../generated/api.ts";
import type { Activity } from "../../generated/messages.ts";
import type { IconName } from "../../ui/icon.tsx";
import { STATUS_LABEL, sentence } from "../words.ts";

export interface ActivityWords {
  icon: IconName;
  tone: "accent" | "plain";
  who: string;
  what: string;
}

export function activityWords(item: Activity): ActivityWords {
  const who = item.name?.trim() || "An erased member";
  const to = statusIn(item.status);
  const tone = to === "attended_on_demand" ? "accent" : "plain";
  switch (item.kind) {
    case "flip":
      return { icon: "flip", tone, who, what: move(statusIn(item.previous), to) };
    case "join":
      return { icon: "play", tone: "plain", who, what: "Joined" };
    case "vendor":
      return {
        icon: "people",
        tone,
        who,
        what: to ? `Told by a provider: ${STATUS_LABEL[to]}` : "Told by a provider",
      };
    default:
      return { icon: "people", tone: "plain", who, what: sentence(item.kind) };
  }
}

function move(from: Status | null, to: Status | null): string {
  if (!to) return "Changed status";
  return from ? `${STATUS_LABEL[from]} → ${STATUS_LABEL[to]}` : `Became ${STATUS_LABEL[to]}`;
}

function statusIn(value: unknown): Status | null {
  return (STATUSES as readonly unknown[]).includes(value) ? (value as Status) : null;
}
