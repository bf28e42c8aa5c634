import { useRef } from "preact/hooks";
import type { Dashboard } from "../live/dashboard.ts";
import { Moving } from "../ui/moving.tsx";
import { Card } from "./card.tsx";
import { type Moment, remember } from "./recent.ts";
import { Sparkline } from "./sparkline.tsx";

/** Who plays and who is connected at this moment. */
export function Now({ now }: { now: Dashboard["now"] }) {
  const recent = useRef<readonly Moment[]>([]);
  recent.current = remember(recent.current, { at: Date.now(), value: now.playing });
  return (
    <Card title="Now" area="now">
      <div class="figures">
        <div class={now.playing > 0 ? "figure lead" : "figure"}>
          <span class="figure-label">
            <span class={now.playing > 0 ? "pulse on" : "pulse"} aria-hidden="true" />
            Playing
          </span>
          <span class="figure-value">
            <Moving value={now.playing} testId="now-playing" />
          </span>
        </div>
        <div class="figure">
          <span class="figure-label">Connected</span>
          <span class="figure-value">
            <Moving value={now.connected} testId="now-connected" />
          </span>
        </div>
      </div>
      <Sparkline moments={recent.current} />
    </Card>
  );
}
