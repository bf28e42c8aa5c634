import type { Status, Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { percent } from "../../ui/format/numbers.ts";
import { Moving } from "../../ui/moving.tsx";
import { countOf, FURTHEST_FIRST, programTotal, type StatusCounts } from "../members/statuses.ts";
import { segmentAddress } from "../segments/address.ts";

import { Card } from "./card.tsx";
import { ProgramBar } from "./program_bar.tsx";
import css from "./program_status.module.css";
import { Swatch } from "./swatch.tsx";

interface Props {
  counts: StatusCounts;
  webinar: Webinar;
}

/** Members per status, all ten; each leads to the segment that it counts. */
export function ProgramStatus({ counts, webinar }: Props) {
  const total = programTotal(counts);
  return (
    <Card title={t("widgets-program")} area="program" aside={t("widgets-members", { count: total })}>
      <ProgramBar counts={counts} tall />
      <ul class={css.statuses}>
        {FURTHEST_FIRST.map((status) => (
          <StatusCount
            key={status}
            status={status}
            value={countOf(counts, status)}
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
    <li data-none={value === 0 || undefined}>
      <a href={segmentAddress(webinar, { filter: "member", status: [status] })}>
        <Swatch fill={status} />
        <span class={css.name}>{statusName(status)}</span>
        <span class={css.value}>
          <Moving value={value} testId={`status-${status}`} />
        </span>
        <span class={css.share}>{status === "not_in_program" ? "" : percent(value, total)}</span>
      </a>
    </li>
  );
}
