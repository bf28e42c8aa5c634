import { useState } from "preact/hooks";
import type { Segment } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Confirm } from "../../ui/confirm.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { dateTime } from "../../ui/format/times.ts";
import pageCss from "../../ui/page.module.css";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { segments } from "./api.ts";

/** All segments: saved filters, newest first. */
export function SegmentsPage() {
  const pager = usePager("segments");
  const list = useResource(`segments ${pager.cursor}`, (signal) => segments.list(pager.cursor, signal));
  const [removing, setRemoving] = useState<Segment | null>(null);
  useTitle(t("segments-title"));

  const create = (
    <ButtonLink kind="primary" icon="add" href="/segments/new">
      {t("segments-new")}
    </ButtonLink>
  );
  const items = list.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("segments-title")}</h1>
          <p class="muted">{t("segments-lead")}</p>
        </div>
        {items && items.length > 0 && create}
      </header>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.loading && <Skeleton rows={4} />}
      {items?.length === 0 && pager.number === 1 && (
        <Empty icon="people" title={t("segments-empty")} action={create}>
          {t("segments-empty_text")}
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table}>
            <caption class="hidden">{t("segments-title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("segments-name")}</th>
                <th scope="col">{t("segments-kind")}</th>
                <th scope="col">{t("segments-changed")}</th>
                <th scope="col">
                  <span class="hidden">{t("segments-delete")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((segment) => (
                <tr key={segment.id}>
                  <td>
                    <a href={`/segments/${segment.id}`}>{segment.name}</a>{" "}
                    {segment.state === "broken" && <Pill tone="danger">{t("segments-broken")}</Pill>}
                  </td>
                  <td>{t(`segments-kind-${segment.kind}`)}</td>
                  <td class="muted">{dateTime(segment.changed_at)}</td>
                  <td data-cell="action">
                    {may("write") && (
                      <Button small kind="quiet" onClick={() => setRemoving(segment)}>
                        {t("segments-delete")}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.data && <Pages pager={pager} next={list.data.next_cursor} label={t("segments-title")} />}
      {removing && (
        <Confirm
          title={t("segments-delete_title", { name: removing.name })}
          verb={t("segments-delete")}
          danger
          run={async () => {
            await segments.remove(removing.id);
            list.reload();
            toast(t("segments-deleted"));
          }}
          onClose={() => setRemoving(null)}
        >
          <p>{t("segments-delete_text")}</p>
        </Confirm>
      )}
    </>
  );
}
