import { useState } from "preact/hooks";
import type { Connection, ConnectionKind } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { connections } from "./api.ts";
import css from "./create_dialog.module.css";
import { ConnectionFormFields, useConnectionForm } from "./form.tsx";
import { MadeDialog } from "./made.tsx";
import { kindTitle, kindWords } from "./words.ts";

interface Props {
  kinds: readonly ConnectionKind[];
  onClose: () => void;
  /** Called when everything that is shown once was seen. */
  onDone: (made: Connection) => void;
}

/** Choose a kind, say what it needs, carry away what is shown once. */
export function CreateConnectionDialog({ kinds, onClose, onDone }: Props) {
  const [kind, setKind] = useState<ConnectionKind | null>(null);
  const [made, setMade] = useState<Connection | null>(null);
  if (made) {
    return (
      <MadeDialog
        title={t("connections-made-title", { name: made.name })}
        connection={made}
        onClose={() => onDone(made)}
      />
    );
  }
  if (kind) {
    const back = () => setKind(null);
    return <CreateForm kind={kind} onBack={back} onClose={onClose} onMade={setMade} />;
  }
  return (
    <Dialog title={t("connections-create-title")} onClose={onClose} testId="choose-kind">
      <ul class={css.kinds}>
        {kinds.map((each) => (
          <li key={each.kind}>
            <button type="button" class={css.kind} data-kind={each.kind} onClick={() => setKind(each)}>
              <span class={css.title}>{kindTitle(each)}</span>
              <span class="muted small">{kindWords(each)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

interface FormProps {
  kind: ConnectionKind;
  onBack: () => void;
  onClose: () => void;
  onMade: (made: Connection) => void;
}

function CreateForm({ kind, onBack, onClose, onMade }: FormProps) {
  const initial = { name: kindTitle(kind), settings: {}, events: null };
  const form = useConnectionForm(kind, initial, true, async (wanted) =>
    onMade(await connections.create({ kind: kind.kind, ...wanted })),
  );
  // Closed while it is made, the dialog would take away what is shown this once.
  const close = () => form.send.busy || onClose();
  return (
    <Dialog
      title={kindTitle(kind)}
      onClose={close}
      testId="create-connection"
      footer={
        <>
          <Button icon="back" kind="quiet" onClick={onBack}>
            {t("connections-create-other")}
          </Button>
          <span class="grow" />
          <Button onClick={close}>{t("ui-cancel")}</Button>
          <Button kind="primary" type="submit" form="create-connection" busy={form.send.busy}>
            {t("connections-create-verb")}
          </Button>
        </>
      }
    >
      <ConnectionFormFields id="create-connection" form={form} />
    </Dialog>
  );
}
