import { useState } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { media } from "./api.ts";

interface Props {
  onClose: () => void;
  onDone: () => void;
}

/** A file that the server fetches from an address. */
export function FetchDialog({ onClose, onDone }: Props) {
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const fetching = useAction(async () => {
    await media.fromUrl(url.trim(), name.trim() || undefined);
    onDone();
    onClose();
  });
  return (
    <Dialog
      title={t("library-fetch_title")}
      onClose={onClose}
      testId="fetch-media"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button
            kind="primary"
            type="submit"
            form="fetch-media"
            busy={fetching.busy}
            disabled={url.trim() === ""}
          >
            {t("library-fetch_verb")}
          </Button>
        </>
      }
    >
      <form
        id="fetch-media"
        class={formCss.form}
        onSubmit={(event) => {
          event.preventDefault();
          void fetching.run();
        }}
      >
        <TextField
          label={t("library-fetch_url")}
          hint={t("library-fetch_hint")}
          required
          autoFocus
          spellcheck={false}
          placeholder="https://"
          value={url}
          onValue={setUrl}
          error={fetching.problem?.fields.url}
        />
        <TextField
          label={t("library-fetch_name")}
          maxLength={200}
          value={name}
          onValue={setName}
          error={fetching.problem?.fields.name}
        />
        <ProblemNote problem={fetching.problem} />
      </form>
    </Dialog>
  );
}
