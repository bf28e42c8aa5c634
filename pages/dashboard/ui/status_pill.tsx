import type { Status } from "../api/types.ts";
import { STATUS_LABEL, STATUS_TONE } from "../format/words.ts";

export function StatusPill({ status }: { status: Status }) {
  return (
    <span class={`pill ${STATUS_TONE[status]}`} data-status={status}>
      {STATUS_LABEL[status]}
    </span>
  );
}
