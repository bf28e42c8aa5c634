import { useState } from "preact/hooks";
import type { Dashboard } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { Empty } from "../../ui/empty.tsx";
import { count, timeCode } from "../../ui/format/numbers.ts";
import { Card } from "./card.tsx";
import { DataTable } from "./data_table.tsx";
import legendCss from "./legend.module.css";
import css from "./retention.module.css";
import { useRetentionChart } from "./retention_chart.ts";
import { retentionFacts, retentionSentence, tableRows } from "./retention_words.ts";

interface Props {
  curve: Dashboard["retention"];
  /** There is something to watch after the event: a recording, or a rundown that is replayed. */
  recorded: boolean;
}

/** Members per second of the recording. */
export function Retention({ curve, recorded }: Props) {
  const facts = retentionFacts(curve);
  return (
    <Card title={t("widgets-retention")} area="retention" aside={t("widgets-retention-aside")}>
      {facts === null ? (
        <Empty icon="play" title={recorded ? t("widgets-retention-nobody") : t("widgets-retention-none")}>
          {recorded ? t("widgets-retention-nobody_text") : t("widgets-retention-none_text")}
        </Empty>
      ) : (
        <>
          <Curve curve={curve} sentence={retentionSentence(facts)} />
          <DataTable
            caption={t("widgets-retention-aside")}
            columns={[t("widgets-table-time"), t("widgets-table-members")]}
            rows={tableRows(curve)}
          />
          <dl class={legendCss.legend}>
            <div>
              <dt>{t("widgets-retention-most", { time: timeCode(facts.mostAt_s) })}</dt>
              <dd>{count(facts.most)}</dd>
            </div>
            <div>
              <dt>{t("widgets-retention-half")}</dt>
              <dd>{count(facts.half)}</dd>
            </div>
            <div>
              <dt>{t("widgets-retention-end")}</dt>
              <dd>{count(facts.end)}</dd>
            </div>
          </dl>
        </>
      )}
    </Card>
  );
}

/** The curve; the pointer or the arrow keys ask for one second of it. */
function Curve({ curve, sentence }: { curve: Dashboard["retention"]; sentence: string }) {
  const [at, setAt] = useState<number | null>(null);
  const chart = useRetentionChart(curve, setAt);
  const last = curve.counts.length - 1;
  const index = at === null ? 0 : Math.min(at, last);
  const members = t("widgets-members", { count: curve.counts[index] ?? 0 });
  const words = t("widgets-retention-point", { time: timeCode(index * curve.step_s), members });

  function key(event: KeyboardEvent): void {
    const stride = Math.max(1, Math.round(last / 60));
    const moves: Record<string, number> = {
      ArrowLeft: index - stride,
      ArrowRight: index + stride,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    chart.point(Math.max(0, Math.min(last, to)));
  }

  return (
    <div
      class={css.curve}
      role="slider"
      tabIndex={0}
      aria-label={t("widgets-retention-label", { sentence })}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={index}
      aria-valuetext={words}
      onKeyDown={key}
      onBlur={() => chart.point(null)}
    >
      <div ref={chart.element} />
      {at !== null && (
        <div class={css.tip} aria-hidden="true" style={{ left: `${chart.left(index)}px` }}>
          <strong>{timeCode(index * curve.step_s)}</strong>
          <span>{members}</span>
        </div>
      )}
    </div>
  );
}
