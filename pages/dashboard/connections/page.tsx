import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
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
  useTitle("Connections");
  return may("admin") ? <List /> : <NotForEverybody />;
}

/** Instead of a page about connections, for whoever may not see addresses and secrets. */
export function NotForEverybody() {
  return (
    <Empty icon="key" title="Connections are for administrators" page>
      Sign in with a key that has the scope Admin. Everything else here works without it.
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
      New connection
    </Button>
  );
  const items = list.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>Connections</h1>
          <p class="muted">
            Platforms that push registrations and attendance in, and systems that hear of it.
          </p>
        </div>
        {items && items.length > 0 && create}
      </header>
      <ProblemNote problem={kinds.problem ?? list.problem} retry={list.reload} />
      {list.loading && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty icon="link" title="Nothing is connected yet" action={create}>
          Connect the platform of your live events, and the systems that should hear who attended.
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
