import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import pageCss from "../../ui/page.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { webinars } from "./api.ts";
import { CreateDialog } from "./create_dialog.tsx";
import { WebinarRow } from "./row.tsx";
import css from "./table.module.css";

/** All webinars, the latest start first. */
export function WebinarsPage() {
  const { route } = useLocation();
  const [creating, setCreating] = useState(false);
  const first = useResource("webinars", (signal) => webinars.list(undefined, signal));
  const more = useAction(async (cursor: string) => {
    const page = await webinars.list(cursor);
    first.set({ items: [...(first.data?.items ?? []), ...page.items], next_cursor: page.next_cursor });
  });
  useTitle(t("webinars-title"));
  useNowAndThen(first.data?.items.length ?? 0, first.reload);

  function created(webinar: Webinar): void {
    toast(t("webinars-created"));
    route(`/webinars/${webinar.id}`);
  }

  const create = may("write") && (
    <Button kind="primary" icon="add" onClick={() => setCreating(true)}>
      {t("webinars-new")}
    </Button>
  );
  const cursor = first.data?.next_cursor;
  return (
    <>
      <header class={pageCss.head}>
        <h1>{t("webinars-title")}</h1>
        {first.data && first.data.items.length > 0 && create}
      </header>
      <ProblemNote problem={first.problem} retry={first.reload} />
      {first.loading && <Skeleton rows={5} />}
      {first.data && first.data.items.length > 0 && <WebinarTable items={first.data.items} />}
      {first.data?.items.length === 0 && (
        <Empty icon="play" title={t("webinars-empty")} action={create}>
          {t("webinars-empty-text")}
        </Empty>
      )}
      <ProblemNote problem={more.problem} />
      {cursor && (
        <p class="center">
          <Button busy={more.busy} onClick={() => more.run(cursor)}>
            {t("ui-show_more")}
          </Button>
        </p>
      )}
      {creating && <CreateDialog onClose={() => setCreating(false)} onCreated={created} />}
    </>
  );
}

function WebinarTable({ items }: { items: readonly Webinar[] }) {
  return (
    <div class={cardCss.card} data-flush>
      <table class={`${tableCss.table} ${css.webinars}`}>
        <caption class="hidden">{t("webinars-table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("webinars-column-webinar")}</th>
            <th scope="col">{t("webinars-column-phase")}</th>
            <th scope="col">{t("webinars-column-program")}</th>
            <th scope="col" data-cell="number">
              {t("webinars-column-members")}
            </th>
            <th scope="col" data-cell="number">
              {t("webinars-column-days")}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((webinar) => (
            <WebinarRow key={webinar.id} webinar={webinar} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const EVERY_MS = 10_000;
const PAGE = 50;

/** Keeps the first page fresh while it is looked at; a list that was made longer is left alone. */
function useNowAndThen(shown: number, reload: () => void): void {
  useEffect(() => {
    if (shown > PAGE) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") reload();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [shown, reload]);
}
