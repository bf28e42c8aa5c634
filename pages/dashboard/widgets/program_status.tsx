import type { Status, StatusCounts, Webinar } from "../api/types.ts";
import { percent, plural } from "../format/numbers.ts";
import { STATUS_LABEL } from "../format/words.ts";
import { Moving } from "../ui/moving.tsx";
import { Card } from "./card.tsx";
import { ProgramBar } from "./program_bar.tsx";
import { FURTHEST_FIRST, programTotal } from "./program_total.ts";

interface Props {
  counts: StatusCounts;
  webinar: Webinar;
}

/** Members per status, all ten; each leads to its members. */
export function ProgramStatus({ counts, webinar }: Props) {
  const total = programTotal(counts);
  return (
    <Card title="Program Status" area="program" aside={plural(total, "member")}>
      <ProgramBar counts={counts} tall />
      <ul class="statuses">
        {FURTHEST_FIRST.map((status) => (
          <StatusCount
            key={status}
            status={status}
            value={counts[status]}
            total={total}
            webinar={webinar.id}
          />
        ))}
      </ul>
    </Card>
  );
}

interface CountProps {
  status: Status;
  value: number;
  total: number;
  webinar: string;
}

function StatusCount({ status, value, total, webinar }: CountProps) {
  return (
    <li class={value === 0 ? "none" : undefined}>
      <a href={`/webinars/${webinar}/members?status=${status}`}>
        <span class={`swatch fill-${status}`} aria-hidden="true" />
        <span class="status-name">{STATUS_LABEL[status]}</span>
        <span class="status-value">
          <Moving value={value} testId={`status-${status}`} />
        </span>
        <span class="status-share">{status === "not_in_program" ? "" : percent(value, total)}</span>
      </a>
    </li>
  );
}
