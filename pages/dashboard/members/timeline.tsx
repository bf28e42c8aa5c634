import { useState } from "preact/hooks";
import type { Entry, EntryPage, Webinar } from "../../generated/api.ts";
import { formatZone } from "../../i18n/format.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { clock, date, dateTime } from "../../ui/format/times.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import type { Resource } from "../../ui/resource.ts";
import { may } from "../signin/session.ts";
import { members } from "./api.ts";
import { RetractDialog } from "./retract_dialog.tsx";
import css from "./timeline.module.css";
import { timelineWords } from "./timeline_words.ts";

interface Props {
  first: Resource<EntryPage>;
  member: string;
  webinar: Webinar;
  onChanged: () => void;
}

/** The timeline of one member, newest first, by day. */
export function TimelineView({ first, member, webinar, onChanged }: Props) {
  const more = useAction(async (cursor: string) => {
    const page = await members.timeline(member, cursor, new AbortController().signal);
    first.set({ items: [...(first.data?.items ?? []), ...page.items], next_cursor: page.next_cursor });
  });
  if (first.data === null) {
    return first.problem ? (
      <ProblemNote problem={first.problem} retry={first.reload} />
    ) : (
      <Skeleton rows={5} />
    );
  }
  if (first.data.items.length === 0) return <Empty icon="people" title={t("members-timeline-empty")} />;
  // A day with its zone: the times below it are in that zone.
  const days = Map.groupBy(
    first.data.items,
    ({ at }) => `${date(at, webinar.timezone)} (${formatZone(new Date(at), webinar.timezone)})`,
  );
  const known = first.data.items;
  const cursor = first.data.next_cursor;
  return (
    <div class={css.timeline} data-testid="timeline">
      {[...days].map(([day, items]) => (
        <section key={day}>
          <h3>{day}</h3>
          <ol>
            {items.map((item, index) => (
              // Two things of a kind may share an instant
              <TimelineRow
                key={`${item.at}${item.kind}${index}`}
                item={item}
                known={known}
                webinar={webinar}
                onChanged={onChanged}
              />
            ))}
          </ol>
        </section>
      ))}
      <ProblemNote problem={more.problem} />
      {cursor && (
        <Button busy={more.busy} onClick={() => more.run(cursor)}>
          {t("members-timeline-earlier")}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  item: Entry;
  known: readonly Entry[];
  webinar: Webinar;
  onChanged: () => void;
}

function TimelineRow({ item, known, webinar, onChanged }: RowProps) {
  const [retracting, setRetracting] = useState(false);
  const words = timelineWords(item, known);
  return (
    <li class={css.item} data-tone={words.tone}>
      <time dateTime={item.at}>{clock(item.at, webinar.timezone)}</time>
      <div>
        <p>{words.what}</p>
        {words.detail && <p class="muted small">{words.detail}</p>}
        {item.retracted_at && (
          <p class="muted small" data-testid="retracted">
            {t("members-retract-at", { moment: dateTime(item.retracted_at, webinar.timezone) })}
          </p>
        )}
        {item.retractable && item.fact_id !== undefined && may("write") && (
          <Button small kind="quiet" onClick={() => setRetracting(true)}>
            {t("members-retract-verb")}
            <span class="hidden"> {words.what}</span>
          </Button>
        )}
        {retracting && item.fact_id !== undefined && (
          <RetractDialog
            what={{ kind: "facts", id: item.fact_id }}
            title={t("members-retract-title")}
            text={t("members-retract-text", { what: words.what })}
            onClose={() => setRetracting(false)}
            onDone={onChanged}
          />
        )}
      </div>
    </li>
  );
}
