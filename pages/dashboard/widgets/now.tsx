import { useRef } from "preact/hooks";
import type { Dashboard } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { Moving } from "../../ui/moving.tsx";
import { Card } from "./card.tsx";
import { Figure, Figures } from "./figures.tsx";
import css from "./now.module.css";
import { type Moment, remember } from "./recent.ts";
import { Sparkline } from "./sparkline.tsx";

/** The numbers of playing and connected viewers at this moment. */
export function Now({ now }: { now: Dashboard["now"] }) {
  const recent = useRef<readonly Moment[]>([]);
  recent.current = remember(recent.current, { at: Date.now(), value: now.playing });
  return (
    <Card title={t("widgets-now")} area="now">
      <Figures>
        <Figure
          lead={now.playing > 0}
          label={
            <>
              <span class={css.pulse} data-on={now.playing > 0 || undefined} aria-hidden="true" />
              {t("widgets-now-playing")}
            </>
          }
        >
          <Moving value={now.playing} testId="now-playing" />
        </Figure>
        <Figure label={t("widgets-now-connected")}>
          <Moving value={now.connected} testId="now-connected" />
        </Figure>
      </Figures>
      <Sparkline moments={recent.current} />
    </Card>
  );
}
