import { useState } from "preact/hooks";
import type { Key, NewKey } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { keys } from "./api.ts";
import { MadeKeyDialog } from "./made_key_dialog.tsx";

const OLD_VALID = { "0": "now", "3600": "hour", "86400": "day", "604800": "week" } as const;
type OldValid = keyof typeof OLD_VALID;

interface Props {
  rotated: Key;
  onRotated: () => void;
  onClose: () => void;
}

/** Makes a key's successor, and says how long the old one stays valid. */
export function RotateDialog({ rotated, onRotated, onClose }: Props) {
  const [oldValid, setOldValid] = useState<OldValid>("86400");
  const [made, setMade] = useState<NewKey | null>(null);
  const rotate = useAction(async () => {
    setMade(await keys.rotate(rotated.id, Number(oldValid)));
    onRotated();
  });
  if (made) return <MadeKeyDialog made={made} onClose={onClose} />;
  return (
    <Dialog
      title={t("keys-rotate-title")}
      onClose={onClose}
      testId="rotate-key"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="primary" busy={rotate.busy} onClick={() => rotate.run()}>
            {t("keys-rotate-verb")}
          </Button>
        </>
      }
    >
      <div class="prose">
        <p>
          <Words id="keys-rotate-text" variables={{ name: <strong>{rotated.name}</strong> }} />
        </p>
      </div>
      <SelectField<OldValid>
        label={t("keys-rotate-old")}
        value={oldValid}
        options={(Object.keys(OLD_VALID) as OldValid[]).map(
          (each) => [each, t(`keys-rotate-old_${OLD_VALID[each]}`)] as const,
        )}
        onValue={setOldValid}
      />
      <ProblemNote problem={rotate.problem} />
    </Dialog>
  );
}
