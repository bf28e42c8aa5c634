/** Levels of engagement and their reason, in words. Pure. */

import type { Engagement } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";

export const LEVELS = ["high", "moderate", "low"] as const;
export type Level = (typeof LEVELS)[number];

export function levelName(level: Level): string {
  return t(`members-engagement-${level}`);
}

/** What a level was judged by: the share of the event, then what was offered and done. */
export function engagementReason({ share, by_time_alone, offered, took_part }: Engagement): string {
  if (share === undefined || offered === undefined || took_part === undefined) return "";
  const words = [t("members-engagement-share", { share })];
  if (by_time_alone) words.push(t("members-engagement-time_alone"));
  if (offered.choices > 0) {
    words.push(t("members-engagement-choices", { done: took_part.choices, all: offered.choices }));
  } else if (offered.answers > 0) {
    words.push(t("members-engagement-answers", { count: took_part.answers }));
  }
  if (offered.files > 0) words.push(t("members-engagement-files", { count: took_part.files }));
  if (offered.clicks > 0) words.push(t("members-engagement-clicks", { count: took_part.clicks }));
  if (offered.chat) words.push(t("members-engagement-lines", { count: took_part.lines }));
  if (offered.questions) words.push(t("members-engagement-questions", { count: took_part.questions }));
  return words.join(" · ");
}
