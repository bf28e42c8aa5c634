import type { Webinar } from "../../generated/api.ts";
import type { Dashboard } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { percent } from "../../ui/format/numbers.ts";
import { Moving } from "../../ui/moving.tsx";
import { LEVELS, levelName } from "../members/engagement.ts";
import { segmentAddress } from "../segments/address.ts";
import { Card } from "./card.tsx";
import { Figure, Figures } from "./figures.tsx";

interface Props {
  counts: Dashboard["engagement"];
  webinar: Webinar;
}

/** Members who attended live, by level; each number leads to the segment that it counts. */
export function EngagementCounts({ counts, webinar }: Props) {
  const total = counts.high + counts.moderate + counts.low;
  return (
    <Card title={t("widgets-engagement")} area="engagement" aside={t("widgets-engagement-aside")}>
      <Figures divided>
        {LEVELS.map((level) => (
          <Figure
            key={level}
            label={
              <a href={segmentAddress(webinar.id, { filter: "engagement", level: [level] })}>
                {levelName(level)}
              </a>
            }
            note={percent(counts[level], total)}
          >
            <Moving value={counts[level]} testId={`engagement-${level}`} />
          </Figure>
        ))}
      </Figures>
    </Card>
  );
}
