import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { captions } from "./api.ts";
import { CaptionsEditor } from "./editor.tsx";

interface Props {
  webinar: Webinar;
  onClose: () => void;
  onChanged: () => void;
}

/** The captions of a webinar's recording. */
export function CaptionsDialog({ webinar, onClose, onChanged }: Props) {
  return (
    <Dialog
      title={t("captions-title")}
      onClose={onClose}
      testId="captions"
      footer={
        <Button kind="primary" onClick={onClose}>
          {t("ui-done")}
        </Button>
      }
    >
      <CaptionsEditor
        items={webinar.captions.map(({ id, language }) => ({
          key: id,
          language,
          href: `/captions/${id}.vtt`,
        }))}
        none={t("captions-none")}
        put={(language, text) => captions.put(webinar.id, language, text)}
        remove={(id) => captions.remove(webinar.id, id)}
        onChanged={onChanged}
      />
    </Dialog>
  );
}
