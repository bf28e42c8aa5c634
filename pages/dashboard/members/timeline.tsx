import type { Entry, EntryPage, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { clock, date } from "../../ui/format/times.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import type { Resource } from "../../ui/resource.ts";
import { members } from "./api.ts";
import css from "./timeline.module.css";
import { timelineWords } from "./timeline_words.ts";

interface Props {
  first: Resource<EntryPage>;
  member: string;
  webinar: Webinar;
}

/** The timeline of one member, newest first, by day. */
export function TimelineView({ first, member, webinar }: Props) {
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
  const days = Map.groupBy(first.data.items, (item) => date(item.at, webinar.timezone));
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
}

function TimelineRow({ item, known, webinar }: RowProps) {
  const words = timelineWords(item, known);
  return (
    <li class={css.item} data-tone={words.tone}>
      <time dateTime={item.at}>{clock(item.at, webinar.timezone)}</time>
      <div>
        <p>{words.what}</p>
        {words.detail && <p class="muted small">{words.detail}</p>}
      </div>
    </li>
  );
}
