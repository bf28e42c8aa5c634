import { now } from "../../ui/clock.ts";
import { ago } from "../../ui/format/times.ts";
import { type Moment, reach, stepPath } from "./recent.ts";
import css from "./sparkline.module.css";

const WIDTH = 320;
const HEIGHT = 40;

/** The last five minutes of a number since the page was opened; decoration for the number beside it. */
export function Sparkline({ moments }: { moments: readonly Moment[] }) {
  const at = Math.max(now.value, moments.at(-1)?.at ?? 0);
  const line = stepPath(moments, at, WIDTH, HEIGHT);
  const start = line.slice(1, line.indexOf(" "));
  return (
    <figure class={css.sparkline} aria-hidden="true">
      <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" aria-hidden="true">
        {line && <path class={css.area} d={`${line}V${HEIGHT}H${start}Z`} />}
        {line && <path class={css.line} d={line} />}
      </svg>
      <figcaption>
        <span>{ago(new Date(at - reach(moments, at)).toISOString(), at)}</span>
        <span>{ago(new Date(at).toISOString(), at)}</span>
      </figcaption>
    </figure>
  );
}
