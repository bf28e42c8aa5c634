import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import pagesCss from "../../ui/pages.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import type { Feed } from "../live/feed.ts";
import { members } from "./api.ts";
import { FilterBar } from "./filter_bar.tsx";
import { type Filters, filtersOf, withFilters } from "./filters.ts";
import { useQuietReload } from "./quiet_reload.ts";
import { countOf, programTotal } from "./statuses.ts";
import css from "./tab.module.css";
import { MemberTable } from "./table.tsx";

const PAGE_SIZE = 50;

interface Props {
  webinar: Webinar;
  feed: Feed;
}

/** The members, a page at a time; what is on the page follows the live numbers quietly. */
export function MembersTab({ webinar, feed }: Props) {
  const { query, url, route } = useLocation();
  const filters = filtersOf(query);
  const asked = JSON.stringify(filters);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);

  // Other filters, other pages: start at the first
  useEffect(() => setCursors([]), [asked]);

  const page = useResource(`${webinar.id} ${asked} ${cursor ?? ""}`, (signal) =>
    members.list(
      webinar.id,
      { q: filters.q || undefined, status: filters.statuses, limit: PAGE_SIZE, cursor },
      signal,
    ),
  );
  useQuietReload(feed, page.reload);

  // What was done to a member beside the table need not have moved any number.
  const { reload } = page;
  const beside = useRef(query.member);
  useEffect(() => {
    if (beside.current && !query.member) reload();
    beside.current = query.member;
  }, [query.member, reload]);

  const counts = feed.data.value?.status_counts ?? webinar.status_counts;
  const everybody = programTotal(counts) + countOf(counts, "not_in_program");
  const filtered = filters.q !== "" || filters.statuses.length > 0;
  const next = page.data?.next_cursor ?? null;
  return (
    <section aria-label={t("members-list-title")}>
      <div class={css.bar}>
        <FilterBar
          filters={filters}
          counts={counts}
          onFilters={(wanted: Filters) => route(withFilters(url, wanted), true)}
        />
        <ButtonLink icon="download" href={members.exportAddress(webinar.id)} download>
          {t("members-list-export")}
        </ButtonLink>
      </div>
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.data === null && page.loading && <Skeleton rows={8} />}
      {page.data && page.data.items.length > 0 && (
        <MemberTable
          items={page.data.items}
          duration_s={webinar.recording?.duration_s ?? null}
          busy={page.loading}
        />
      )}
      {page.data?.items.length === 0 &&
        (filtered || everybody > 0 ? (
          <Empty icon="search" title={t("members-list-no_match")}>
            {t("members-list-no_match_text")}
          </Empty>
        ) : (
          <Empty icon="people" title={t("members-list-empty")}>
            {t("members-list-empty_text")}
          </Empty>
        ))}
      {(cursors.length > 0 || next) && (
        <nav class={pagesCss.pager} aria-label={t("members-list-pages")}>
          <Button
            icon="back"
            disabled={cursors.length === 0}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t("ui-previous")}
          </Button>
          <span class="muted">{t("ui-page", { number: cursors.length + 1 })}</span>
          <Button disabled={next === null} onClick={() => next && setCursors([...cursors, next])}>
            {t("ui-next")}
          </Button>
        </nav>
      )}
    </section>
  );
}
