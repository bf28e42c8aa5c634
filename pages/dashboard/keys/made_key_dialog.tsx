import { useState } from "preact/hooks";
import type { NewKey } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Copied } from "../../ui/copied.tsx";
import { Dialog } from "../../ui/dialog.tsx";

/** A new key, shown this once. */
export function MadeKeyDialog({ made, onClose }: { made: NewKey; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  return (
    <Dialog
      title={t("keys-made-title")}
      onClose={onClose}
      testId="new-key"
      loses={copied ? undefined : t("ui-leave-unseen")}
      footer={
        <Button kind="primary" onClick={onClose}>
          {t("ui-done")}
        </Button>
      }
    >
      <p>{t("keys-made-text")}</p>
      <Copied text={made.key} what={t("keys-made-what")} onCopied={() => setCopied(true)} />
    </Dialog>
  );
}
