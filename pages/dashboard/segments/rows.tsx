import { useState } from "preact/hooks";
import type { Segment, SegmentItem } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Skeleton } from "../../ui/empty.tsx";
import { SelectField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { duration } from "../../ui/format/numbers.ts";
import { dateTime } from "../../ui/format/times.ts";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { levelName } from "../members/engagement.ts";
import { StatusPill } from "../members/status_pill.tsx";
import { segments } from "./api.ts";
import css from "./builder.module.css";

const OF_PERSON = ["company", "job_title", "city", "country", "language", "created_at"] as const;
const OF_MEMBER = [
  "status",
  "status_at",
  "registered_at",
  "watched_live",
  "watched_on_demand",
  "engagement",
] as const;
type Column = (typeof OF_PERSON)[number] | (typeof OF_MEMBER)[number];
const SORTS = {
  people: ["-added", "name", "email", "company"],
  members: ["-added", "name", "email", "company", "-status_at", "-watched_live", "-watched_on_demand"],
} as const;
const KEPT = "latecomer.segment_columns";

function keptColumns(): readonly Column[] {
  const kept = localStorage.getItem(KEPT)?.split(",") ?? [
    "status",
    "watched_live",
    "watched_on_demand",
    "company",
  ];
  return [...OF_MEMBER, ...OF_PERSON].filter((each) => kept.includes(each));
}

function columnName(column: Column): string {
  if (column === "status") return t("segments-status");
  if (column === "engagement") return t("members-engagement");
  if (column === "registered_at" || column === "status_at") return t(`segments-constraint-${column}`);
  if (column === "watched_live" || column === "watched_on_demand") return t(`segments-column-${column}`);
  return t(`segments-field-${column}`);
}

/** Everybody in a saved segment, a page at a time, with the columns and the order that were chosen. */
export function Rows({ segment }: { segment: Segment }) {
  const [sort, setSort] = useState<string>("-added");
  const [columns, setColumns] = useState(keptColumns);
  const pager = usePager(`${segment.id} ${sort}`);
  const page = useResource(
    `rows ${segment.id} ${segment.changed_at} ${sort} ${pager.cursor ?? ""}`,
    (signal) => segments.results(segment.id, sort, pager.cursor, signal),
  );
  const known: readonly Column[] = segment.scope === "members" ? [...OF_MEMBER, ...OF_PERSON] : OF_PERSON;
  const shown = columns.filter((each) => known.includes(each));
  const items = page.data?.items;
  return (
    <section class={cardCss.card} data-padded aria-labelledby="segment-rows" data-testid="segment-rows">
      <h2 id="segment-rows">{t("segments-rows")}</h2>
      <div class={css.bar}>
        <SelectField
          label={t("segments-sort")}
          value={sort}
          options={SORTS[segment.scope].map(
            (each) => [each, t(`segments-sort-${each.replace("-", "") as "name"}`)] as const,
          )}
          onValue={setSort}
        />
        <ButtonLink icon="download" download href={segments.fileAddress(segment.id)}>
          {t("segments-export")}
        </ButtonLink>
      </div>
      <fieldset class={css.statuses}>
        <legend>{t("segments-columns")}</legend>
        {known.map((each) => (
          <label key={each} class={formCss.check}>
            <input
              type="checkbox"
              checked={columns.includes(each)}
              onChange={(event) => {
                const next = event.currentTarget.checked
                  ? [...columns, each]
                  : columns.filter((other) => other !== each);
                localStorage.setItem(KEPT, next.join(","));
                setColumns(keptColumns());
              }}
            />
            <span>{columnName(each)}</span>
          </label>
        ))}
      </fieldset>
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.loading && page.data === null && <Skeleton rows={4} />}
      {items && items.length > 0 && (
        <div class="scroll">
          <table class={tableCss.table}>
            <caption class="hidden">{t("segments-rows")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("segments-who")}</th>
                {shown.map((each) => (
                  <th key={each} scope="col">
                    {columnName(each)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.member?.id ?? item.person.id}>
                  <td>
                    <a href={`/people/${item.person.id}`}>{nameOf(item)}</a>
                    {item.person.email && <div class="muted small">{item.person.email}</div>}
                  </td>
                  {shown.map((each) => (
                    <td key={each}>{cell(item, each)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {page.data && <Pages pager={pager} next={page.data.next_cursor} label={t("segments-rows")} />}
    </section>
  );
}

function nameOf({ person }: SegmentItem): string {
  return [person.first_name, person.last_name].filter(Boolean).join(" ") || person.email || "–";
}

function cell({ person, member }: SegmentItem, column: Column) {
  switch (column) {
    case "status":
      return member ? <StatusPill status={member.status} /> : "–";
    case "status_at":
    case "registered_at": {
      const at = member?.[column];
      return at ? dateTime(at) : "–";
    }
    case "watched_live":
      return member ? duration(member.watched_s.live) : "–";
    case "watched_on_demand":
      return member ? duration(member.watched_s.on_demand) : "–";
    case "engagement":
      return member?.engagement ? levelName(member.engagement) : "–";
    case "created_at":
      return dateTime(person.created_at);
    default:
      return person[column] ?? "–";
  }
}
