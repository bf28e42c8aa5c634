import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ListedPerson } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { TextField } from "../../ui/field.tsx";
import { count } from "../../ui/format/numbers.ts";
import pageCss from "../../ui/page.module.css";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { useTitle } from "../shell/title.ts";
import { people } from "./api.ts";
import { personName } from "./names.ts";
import css from "./people.module.css";

const PAUSE_MS = 250;

/** Everybody across webinars; the search is in the address. */
export function PeoplePage() {
  const { query, route } = useLocation();
  const q = query.q ?? "";
  const [text, setText] = useState(q);
  const pager = usePager(`people ${q}`);
  const page = useResource(`people ${q} ${pager.cursor ?? ""}`, (signal) =>
    people.list(q, pager.cursor, signal),
  );
  useTitle(t("people-title"));
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => {
      const next = text.trim();
      route(next ? `/people?${new URLSearchParams({ q: next })}` : "/people", true);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, q]);

  const items = page.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("people-title")}</h1>
          <p class="muted">{t("people-lead")}</p>
        </div>
      </header>
      <search aria-label={t("people-title")}>
        <TextField
          label={t("people-search")}
          hint={t("people-search_hint")}
          value={text}
          maxLength={200}
          autoComplete="off"
          onValue={setText}
        />
      </search>
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.loading && page.data === null && <Skeleton rows={6} />}
      <p class="muted small" role="status" data-testid="people-found">
        {page.data && q !== "" && t("people-found", { count: page.data.items.length })}{" "}
        {page.data?.more && q !== "" && t("people-more")}
      </p>
      {items?.length === 0 && pager.number === 1 && (
        <Empty icon="people" title={q ? t("people-none") : t("people-empty")} />
      )}
      {items && items.length > 0 && <Table items={items} />}
      {page.data && <Pages pager={pager} next={page.data.next_cursor} label={t("people-title")} />}
    </>
  );
}

function Table({ items }: { items: readonly ListedPerson[] }) {
  return (
    <div class={cardCss.card} data-flush>
      <div class="scroll">
        <table class={tableCss.table} data-testid="people">
          <caption class="hidden">{t("people-title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("people-person")}</th>
              <th scope="col" class={css.wide}>
                {t("people-company")}
              </th>
              <th scope="col" class={css.wide} data-cell="number">
                {t("people-webinars")}
              </th>
              <th scope="col" class={css.number} data-cell="number">
                {t("people-live")}
              </th>
              <th scope="col" class={css.number} data-cell="number">
                {t("people-on_demand")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ person, ...each }) => (
              <tr key={person.id}>
                <td>
                  <a href={`/people/${person.id}`}>{personName(person)}</a>
                  {person.email && <div class="muted small">{person.email}</div>}
                </td>
                <td class={css.wide}>{person.company ?? "–"}</td>
                <td class={css.wide} data-cell="number">
                  {count(each.webinars)}
                </td>
                <td data-cell="number">{count(each.attended_live)}</td>
                <td data-cell="number">{count(each.attended_on_demand)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
