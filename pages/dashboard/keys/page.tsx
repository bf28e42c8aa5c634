import { useState } from "preact/hooks";
import type { Key } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { date } from "../../ui/format/times.ts";
import pageCss from "../../ui/page.module.css";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { useTitle } from "../shell/title.ts";
import { scopeName } from "../words.ts";
import { AccessTabs } from "./access_tabs.tsx";
import { keys } from "./api.ts";
import { CreateKeyDialog } from "./create_dialog.tsx";
import css from "./page.module.css";
import { RevokeDialog } from "./revoke_dialog.tsx";
import { RotateDialog } from "./rotate_dialog.tsx";

/** API keys: who may speak to this server, and what they may ask. */
export function KeysPage() {
  const list = useResource("keys", (signal) => keys.list(signal));
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const [rotating, setRotating] = useState<Key | null>(null);
  useTitle(t("keys-title"));

  const create = (
    <Button kind="primary" icon="add" onClick={() => setCreating(true)}>
      {t("keys-new")}
    </Button>
  );
  const items = list.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("keys-title")}</h1>
          <p class="muted">{t("keys-lead")}</p>
        </div>
        {items && items.length > 0 && create}
      </header>
      <AccessTabs />
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.loading && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty icon="key" title={t("keys-empty")} action={create}>
          {t("keys-empty-text")}
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class={`${cardCss.card} ${css.below}`} data-flush>
          <table class={tableCss.table}>
            <caption class="hidden">{t("keys-title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("keys-name")}</th>
                <th scope="col">{t("keys-scopes")}</th>
                <th scope="col" class={css.created}>
                  {t("keys-created")}
                </th>
                <th scope="col" class={css.created}>
                  {t("keys-expires")}
                </th>
                <th scope="col">{t("keys-used")}</th>
                <th scope="col">
                  <span class="hidden">{t("keys-revoke")}</span>
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
                          {scopeName(scope)}
                        </Pill>
                      ))}
                    </span>
                  </td>
                  <td class={`muted ${css.created}`}>{key.created_at ? date(key.created_at) : "–"}</td>
                  <td class={`muted ${css.created}`}>
                    {key.expires_at ? date(key.expires_at) : t("keys-expires-never")}
                  </td>
                  <td class="muted">
                    <When at={key.last_used_at} />
                  </td>
                  <td data-cell="action">
                    <div class={css.actions}>
                      <Button
                        small
                        kind="quiet"
                        aria-label={t("keys-rotate_of", { name: key.name })}
                        onClick={() => setRotating(key)}
                      >
                        {t("keys-rotate")}
                      </Button>
                      <Button small kind="quiet" onClick={() => setRevoking(key)}>
                        {t("keys-revoke")}
                      </Button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} onCreated={list.reload} />}
      {revoking && (
        <RevokeDialog
          revoked={revoking}
          all={items ?? []}
          onRevoked={list.reload}
          onClose={() => setRevoking(null)}
        />
      )}
      {rotating && (
        <RotateDialog rotated={rotating} onRotated={list.reload} onClose={() => setRotating(null)} />
      )}
    </>
  );
}
