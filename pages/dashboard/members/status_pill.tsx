import type { Status } from "../../generated/api.ts";
import { Pill } from "../../ui/pill.tsx";
import { STATUS_LABEL, STATUS_TONE } from "../words.ts";

/** A provider was asked to register somebody and has not answered yet. */
export function RegisteringPill() {
  return (
    <Pill tone="warn" data-registering>
      Registering…
    </Pill>
  );
}

export function StatusPill({ status }: { status: Status }) {
  return (
    <Pill tone={STATUS_TONE[status]} data-status={status}>
      {STATUS_LABEL[status]}
    </Pill>
  );
}
