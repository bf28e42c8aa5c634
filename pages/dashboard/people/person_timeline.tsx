import type { Membership } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { dateTime } from "../../ui/format/times.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { timelineWords } from "../members/timeline_words.ts";
import { people } from "./api.ts";
import css from "./person.module.css";

interface Props {
  person: string;
  memberships: readonly Membership[];
}

/** Everything that happened to a person, over all webinars, newest first. */
export function PersonTimeline({ person, memberships }: Props) {
  const first = useResource(`timeline of ${person}`, (signal) => people.timeline(person, undefined, signal));
  const more = useAction(async (cursor: string) => {
    const page = await people.timeline(person, cursor, new AbortController().signal);
    first.set({ items: [...(first.data?.items ?? []), ...page.items], next_cursor: page.next_cursor });
  });
  if (!first.data) return <ProblemNote problem={first.problem} retry={first.reload} />;
  if (first.data.items.length === 0) return <p class="muted">{t("people-no_timeline")}</p>;
  const webinars = new Map(memberships.map((each) => [each.member_id, each]));
  const known = first.data.items.map((each) => each.entry);
  const cursor = first.data.next_cursor;
  return (
    <>
      <ol class={css.list} data-testid="person-timeline">
        {first.data.items.map(({ member_id, entry }) => {
          const words = timelineWords(entry, known);
          const webinar = webinars.get(member_id);
          return (
            <li key={`${member_id} ${entry.kind} ${entry.id}`}>
              <p>{words.what}</p>
              <p class="muted small">
                <time dateTime={entry.at}>{dateTime(entry.at, webinar?.timezone)}</time>
                {webinar && <> · {webinar.webinar_name}</>}
                {words.detail && <> · {words.detail}</>}
              </p>
            </li>
          );
        })}
      </ol>
      <ProblemNote problem={more.problem} />
      {cursor && (
        <Button busy={more.busy} onClick={() => more.run(cursor)}>
          {t("members-timeline-earlier")}
        </Button>
      )}
    </>
  );
}
