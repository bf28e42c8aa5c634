import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import pageCss from "../../ui/page.module.css";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { connections } from "./api.ts";
import { CreateConnectionDialog } from "./create_dialog.tsx";
import { ConnectionTable } from "./table.tsx";

/** Connections to vendors: what each is doing, and making one. */
export function ConnectionsPage() {
  useTitle(t("connections-title"));
  return may("admin") ? <List /> : <NotForEverybody />;
}

/** Instead of a page about connections, for whoever may not see addresses and secrets. */
export function NotForEverybody() {
  return (
    <Empty icon="key" title={t("connections-not_allowed")} page>
      {t("connections-not_allowed-text")}
    </Empty>
  );
}

function List() {
  const { route } = useLocation();
  const kinds = useResource("kinds", (signal) => connections.kinds(signal));
  const list = useResource("connections", (signal) => connections.list(signal));
  const [creating, setCreating] = useState(false);
  usePolling(list.reload);

  const create = (
    <Button kind="primary" icon="add" disabled={kinds.data === null} onClick={() => setCreating(true)}>
      {t("connections-new")}
    </Button>
  );
  const items = list.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("connections-title")}</h1>
          <p class="muted">{t("connections-lead")}</p>
        </div>
        {items && items.length > 0 && create}
      </header>
      <ProblemNote problem={kinds.problem ?? list.problem} retry={list.reload} />
      {list.loading && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty icon="link" title={t("connections-empty")} action={create}>
          {t("connections-empty-text")}
        </Empty>
      )}
      {items && items.length > 0 && <ConnectionTable items={items} kinds={kinds.data?.items ?? []} />}
      {creating && kinds.data && (
        <CreateConnectionDialog
          kinds={kinds.data.items}
          onClose={() => setCreating(false)}
          onDone={(made) => route(`/connections/${made.id}`)}
        />
      )}
    </>
  );
}
