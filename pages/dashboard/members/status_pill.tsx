import type { Status } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { Pill } from "../../ui/pill.tsx";
import { STATUS_TONE } from "../words.ts";

/** A provider was asked to register somebody and has not answered yet. */
export function RegisteringPill() {
  return (
    <Pill tone="warn" data-registering>
      {t("members-registering")}
    </Pill>
  );
}

export function StatusPill({ status }: { status: Status }) {
  return (
    <Pill tone={STATUS_TONE[status]} data-status={status}>
      {statusName(status)}
    </Pill>
  );
}
