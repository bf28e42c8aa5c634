import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { count } from "../../ui/format/numbers.ts";
import pagesCss from "../../ui/pages.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import type { Feed } from "../live/feed.ts";
import { recordedLength } from "../webinars/recorded_length.ts";
import { members } from "./api.ts";
import { FilterBar } from "./filter_bar.tsx";
import { type Filters, filtersOf, type PlaceInList, placeOf, withFilters, withPlace } from "./filters.ts";
import { useQuietReload } from "./quiet_reload.ts";
import { ReportsDialog } from "./reports_dialog.tsx";
import { countOf, programTotal } from "./statuses.ts";
import css from "./tab.module.css";
import { MemberTable } from "./table.tsx";

const PAGE_SIZE = 50;
/** The server counts no further. */
const MOST_COUNTED = 10_000;

interface Props {
  webinar: Webinar;
  feed: Feed;
}

/** The members, a page at a time; what is on the page follows the live numbers quietly. */
export function MembersTab({ webinar, feed }: Props) {
  const { query, url, route } = useLocation();
  const [reporting, setReporting] = useState(false);
  const filters = filtersOf(query);
  const asked = JSON.stringify(filters);
  const filtered = filters.q !== "" || filters.statuses.length > 0 || filters.levels.length > 0;
  const place = placeOf(query);
  const cursor = place.after;
  // The way back through pages that were gone through here; from a link to a later page it leads to the first.
  const visited = useRef({ asked, places: new Map<number, PlaceInList>() });
  if (visited.current.asked !== asked) visited.current = { asked, places: new Map() };
  visited.current.places.set(place.number, place);
  const before = visited.current.places.get(place.number - 1) ?? { number: 1, after: undefined };

  const page = useResource(`${webinar.id} ${asked} ${cursor ?? ""}`, (signal) =>
    members.list(
      webinar.id,
      {
        q: filters.q || undefined,
        status: filters.statuses,
        engagement: filters.levels,
        limit: PAGE_SIZE,
        cursor,
        count: filtered ? "true" : undefined,
      },
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
  const next = page.data?.next_cursor ?? null;
  const levels = feed.data.value?.engagement ?? null;
  const matches = page.data?.matches ?? 0;
  return (
    <section aria-label={t("members-list-title")}>
      <div class={css.bar}>
        <FilterBar
          filters={filters}
          counts={counts}
          levels={levels}
          onFilters={(wanted: Filters) => route(withFilters(url, wanted))}
        />
        <ButtonLink icon="download" href={members.exportAddress(webinar.id)} download>
          {t("members-list-export")}
        </ButtonLink>
        <Button icon="download" onClick={() => setReporting(true)}>
          {t("members-reports")}
        </Button>
      </div>
      {reporting && <ReportsDialog webinar={webinar.id} onClose={() => setReporting(false)} />}
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.data === null && page.loading && <Skeleton rows={8} />}
      {filtered && matches > 0 && (
        <p class="muted small" role="status">
          {matches > MOST_COUNTED
            ? t("members-list-matches_many", { most: count(MOST_COUNTED) })
            : t("members-list-matches", { count: matches })}
        </p>
      )}
      {page.data && page.data.items.length > 0 && (
        <MemberTable items={page.data.items} duration_s={recordedLength(webinar)} busy={page.loading} />
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
      {(place.number > 1 || next) && (
        <nav class={pagesCss.pager} aria-label={t("members-list-pages")}>
          <Button icon="back" disabled={place.number === 1} onClick={() => route(withPlace(url, before))}>
            {t("ui-previous")}
          </Button>
          <span class="muted">{t("ui-page", { number: place.number })}</span>
          <Button
            disabled={next === null}
            onClick={() => next && route(withPlace(url, { number: place.number + 1, after: next }))}
          >
            {t("ui-next")}
          </Button>
        </nav>
      )}
    </section>
  );
}
