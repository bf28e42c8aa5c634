import { useState } from "preact/hooks";
import type { Asset } from "../../generated/api.ts";
import { formatList } from "../../i18n/format.ts";
import { languageName, t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Note } from "../../ui/note.tsx";
import { toast } from "../../ui/toast.tsx";
import { CaptionsEditor } from "../captions/editor.tsx";
import { may } from "../signin/session.ts";
import { captionsAddress, media } from "./api.ts";
import css from "./media.module.css";
import { Preview } from "./preview.tsx";
import { failureWords, isPlayed, properties } from "./words.ts";

interface Props {
  asset: Asset;
  onClose: () => void;
  onDeleted: () => void;
  onChanged: () => void;
}

/** One file: what it shows, where it is used, and its end. */
export function AssetDialog({ asset, onClose, onDeleted, onChanged }: Props) {
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
        {isPlayed(asset) && <Captions asset={asset} onChanged={onChanged} />}
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

/** The captions of a film or sound: every webinar that plays the file shows them. */
function Captions({ asset: { id, captions }, onChanged }: { asset: Asset; onChanged: () => void }) {
  const items = captions.map((language) => ({
    key: language,
    language,
    href: captionsAddress(id, language),
  }));
  return (
    <>
      <h3>{t("captions-title")}</h3>
      {may("write") ? (
        <CaptionsEditor
          items={items}
          none={t("library-no_captions")}
          put={(language, text) => media.putCaptions(id, language, text)}
          remove={(language) => media.removeCaptions(id, language)}
          onChanged={onChanged}
        />
      ) : (
        <p class="muted">
          {captions.length === 0 ? t("library-no_captions") : formatList(captions.map(languageName))}
        </p>
      )}
    </>
  );
}
