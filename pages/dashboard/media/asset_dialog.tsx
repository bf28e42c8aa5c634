import { useState } from "preact/hooks";
import type { Asset } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Note } from "../../ui/note.tsx";
import { toast } from "../../ui/toast.tsx";
import { may } from "../signin/session.ts";
import { media } from "./api.ts";
import css from "./media.module.css";
import { Preview } from "./preview.tsx";
import { failureWords, properties } from "./words.ts";

interface Props {
  asset: Asset;
  onClose: () => void;
  onDeleted: () => void;
}

/** One file: what it shows, where it is used, and its end. */
export function AssetDialog({ asset, onClose, onDeleted }: Props) {
  const [deleting, setDeleting] = useState(false);
  const { id, name, state, used_by } = asset;
  return (
    <Dialog
      title={name}
      shape="wide"
      onClose={onClose}
      testId="asset"
      footer={
        <>
          {may("write") && (
            <Button icon="trash" kind="quiet" onClick={() => setDeleting(true)}>
              {t("library-delete")}
            </Button>
          )}
          <Button kind="primary" onClick={onClose}>
            {t("ui-done")}
          </Button>
        </>
      }
    >
      <div class={css.details}>
        {state === "ready" && <Preview asset={asset} />}
        {state === "failed" && (
          <Note tone="danger" role="status" code={asset.code ?? undefined}>
            {failureWords(asset)}
          </Note>
        )}
        <p class="muted">{properties(asset)}</p>
        <h3>{t("library-uses")}</h3>
        {used_by.length === 0 ? (
          <p class="muted">{t("library-unused")}</p>
        ) : (
          <ul>
            {used_by.map((use) => (
              <li key={use.webinar_id}>
                <a href={`/webinars/${use.webinar_id}`}>{use.name}</a>
              </li>
            ))}
          </ul>
        )}
      </div>
      {deleting && (
        <Confirm
          title={t("library-delete_title")}
          verb={t("library-delete")}
          danger
          run={async () => {
            await media.remove(id);
            toast(t("library-deleted"));
          }}
          onClose={() => setDeleting(false)}
          onDone={onDeleted}
        >
          <p>{t("library-delete_text", { name })}</p>
        </Confirm>
      )}
    </Dialog>
  );
}
