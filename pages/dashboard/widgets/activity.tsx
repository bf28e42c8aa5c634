import { useEffect, useRef, useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import type { Activity } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { now } from "../../ui/clock.ts";
import { Empty } from "../../ui/empty.tsx";
import { ago, dateTime } from "../../ui/format/times.ts";
import { Icon } from "../../ui/icon.tsx";
import { withMember } from "../members/filters.ts";
import css from "./activity.module.css";
import { activityWords } from "./activity_words.ts";
import { Card } from "./card.tsx";

interface Props {
  items: readonly Activity[];
  webinar: Webinar;
}

/** The last flips, joins and vendor pushes, newest first. It is not read out by itself: the status counts say enough. */
export function ActivityFeed({ items, webinar }: Props) {
  const shown = useRef(false);
  useEffect(() => {
    shown.current = true;
  }, []);
  return (
    <Card title={t("widgets-activity")} area="activity" aside={t("widgets-activity-order")}>
      {items.length === 0 ? (
        <Empty icon="people" title={t("widgets-activity-empty")}>
          {t("widgets-activity-empty_text")}
        </Empty>
      ) : (
        <ol class={css.feed} data-testid="activity">
          {items.map((item) => (
            <FeedItem
              key={`${item.at}${item.kind}${item.member_id}`}
              item={item}
              webinar={webinar}
              arrives={shown.current}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

interface ItemProps {
  item: Activity;
  webinar: Webinar;
  /** Came while the feed was looked at. */
  arrives: boolean;
}

function FeedItem({ item, webinar, arrives }: ItemProps) {
  const [arrived] = useState(arrives);
  const words = activityWords(item);
  return (
    <li class={css.item} data-arrived={arrived || undefined} data-kind={item.kind}>
      <span class={css.icon} data-tone={words.tone}>
        <Icon name={words.icon} size={14} />
      </span>
      <p>
        <a href={withMember(`/webinars/${webinar.id}`, item.member_id)}>{words.who}</a>
        <span>{words.what}</span>
      </p>
      <time dateTime={item.at} title={dateTime(item.at, webinar.timezone)}>
        {ago(item.at, now.value)}
      </time>
    </li>
  );
}
