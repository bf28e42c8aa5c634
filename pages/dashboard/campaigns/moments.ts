/** The moments of a webinar and the days of a week that a campaign can name. */

import { t } from "../../i18n/texts.ts";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export function momentOptions() {
  return [
    ["starts_at", t("campaigns-moment-starts_at")],
    ["ends_at", t("campaigns-moment-ends_at")],
    ["closes_at", t("campaigns-moment-closes_at")],
  ] as const;
}
