import { count } from "../../ui/format/numbers.ts";
import css from "./bars.module.css";
import { DataTable } from "./data_table.tsx";
import { ceiling } from "./scale.ts";

export interface Bar {
  key: string;
  value: number;
  /** The table's name for the bar. */
  name: string;
  /** Under the bar; most stay empty where there are many. */
  label: string;
  /** The bar's text for pointers and screen readers. */
  title: string;
  tone?: "accent" | "soft" | "plain" | "absent";
}

interface Props {
  bars: readonly Bar[];
  label: string;
  /** The table's headings for names and values. */
  columns: readonly [name: string, value: string];
  /** The place of the labels: under the middle of their bars, or under the edge where the next one begins. */
  labels?: "middle" | "edge";
}

/** A small bar chart in plain elements: every bar is an item of a list with its numbers as text. */
export function Bars({ bars, label, columns, labels = "middle" }: Props) {
  const top = ceiling(Math.max(0, ...bars.map((bar) => bar.value)));
  return (
    <>
      <div class={css.bars} data-labels={labels}>
        <div class={css.scale} aria-hidden="true">
          <span>{count(top)}</span>
          <span>{top % 2 === 0 ? count(top / 2) : ""}</span>
          <span>0</span>
        </div>
        <ol class={css.plot} aria-label={label}>
          {bars.map((bar, index) => (
            <li key={bar.key} class={css.bar} data-tone={bar.tone} data-edge={edge(index, bars.length)}>
              <span class="hidden">{bar.title}</span>
              <span class={css.track} aria-hidden="true">
                <span
                  class={css.fill}
                  data-zero={bar.value === 0 || undefined}
                  style={{ height: `${(100 * bar.value) / top}%` }}
                />
              </span>
              <span class={css.tip} aria-hidden="true">
                {bar.title}
              </span>
              <span class={css.label} aria-hidden="true">
                {bar.label}
              </span>
            </li>
          ))}
        </ol>
      </div>
      <DataTable
        caption={label}
        columns={columns}
        rows={bars.map(({ name, value }) => [name, value] as const)}
      />
    </>
  );
}

/** Tips lean inwards, so that none leaves a phone's screen. */
function edge(index: number, length: number): "start" | "end" {
  return index < length / 2 ? "start" : "end";
}
