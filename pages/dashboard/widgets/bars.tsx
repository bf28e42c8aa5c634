import { count } from "../format/numbers.ts";
import { ceiling } from "./scale.ts";

export interface Bar {
  key: string;
  value: number;
  /** Under the bar; most stay empty where there are many. */
  label: string;
  /** What the bar says when it is pointed at, and to a screen reader. */
  title: string;
  tone?: "accent" | "soft" | "plain" | "absent";
}

/** A small bar chart in plain elements: every bar is an item of a list with its numbers as text. */
export function Bars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const top = ceiling(Math.max(0, ...bars.map((bar) => bar.value)));
  return (
    <div class="bars">
      <div class="bars-scale" aria-hidden="true">
        <span>{count(top)}</span>
        <span>{top % 2 === 0 ? count(top / 2) : ""}</span>
        <span>0</span>
      </div>
      <ol class="bars-plot" aria-label={label}>
        {bars.map((bar, index) => (
          <li key={bar.key} class={`bar ${bar.tone ?? "accent"}${edge(index, bars.length)}`}>
            <span class="hidden">{bar.title}</span>
            <span class="bar-track" aria-hidden="true">
              <span
                class={bar.value > 0 ? "bar-fill" : "bar-fill zero"}
                style={{ height: `${(100 * bar.value) / top}%` }}
              />
            </span>
            <span class="bar-tip" aria-hidden="true">
              {bar.title}
            </span>
            <span class="bar-label" aria-hidden="true">
              {bar.label}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Tips near an end lean inwards. */
function edge(index: number, length: number): string {
  if (index < length / 4) return " start";
  return index >= length - length / 4 ? " end" : "";
}
