import type { Status } from "../api/types.ts";
import { STATUS_LABEL, STATUS_TONE } from "../format/words.ts";

/** A provider was asked to register somebody and has not answered yet. */
export function RegisteringPill() {
  return (
    <span class="pill warn" data-registering>
      Registering…
    </span>
  );
}

export function StatusPill({ status }: { status: Status }) {
  return (
    <span class={`pill ${STATUS_TONE[status]}`} data-status={status}>
      {STATUS_LABEL[status]}
    </span>
  );
}
