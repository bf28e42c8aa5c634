import { useState } from "preact/hooks";
import type { Key } from "../../generated/api.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Confirm } from "../../ui/confirm.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { date } from "../../ui/format/times.ts";
import pageCss from "../../ui/page.module.css";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { useTitle } from "../shell/title.ts";
import { sentence } from "../words.ts";
import { keys } from "./api.ts";
import { CreateKeyDialog } from "./create_dialog.tsx";
import css from "./page.module.css";

/** API keys: who may speak to this server, and what they may ask. */
export function KeysPage() {
  const list = useResource("keys", (signal) => keys.list(signal));
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  useTitle("API keys");

  const create = (
    <Button kind="primary" icon="add" onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  const items = list.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>API keys</h1>
          <p class="muted">
            For programs, and for signing in here. Each is shown once and kept only as a hash.
          </p>
        </div>
        {items && items.length > 0 && create}
      </header>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.loading && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty icon="key" title="No API key yet" action={create}>
          Make one for each program, with no more scopes than it needs.
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table}>
            <caption class="hidden">API keys</caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Scopes</th>
                <th scope="col" class={css.created}>
                  Created
                </th>
                <th scope="col">
                  <span class="hidden">Revoke</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((key) => (
                <tr key={key.id}>
                  <td>{key.name}</td>
                  <td>
                    <span class={css.scopes}>
                      {key.scopes.map((scope) => (
                        <Pill key={scope} tone="plain">
                          {sentence(scope)}
                        </Pill>
                      ))}
                    </span>
                  </td>
                  <td class={`muted ${css.created}`}>{key.created_at ? date(key.created_at) : "–"}</td>
                  <td data-cell="action">
                    <Button small kind="quiet" onClick={() => setRevoking(key)}>
                      Revoke
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} onCreated={list.reload} />}
      {revoking && (
        <Confirm
          title="Revoke this key?"
          verb="Revoke key"
          danger
          run={async () => {
            await keys.revoke(revoking.id);
            list.reload();
            toast("Key revoked");
          }}
          onClose={() => setRevoking(null)}
        >
          <p>
            <strong>{revoking.name}</strong> stops working within seconds, and whoever signed in with it is
            signed out.
          </p>
        </Confirm>
      )}
    </>
  );
}
