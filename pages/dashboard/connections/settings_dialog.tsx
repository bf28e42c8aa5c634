import type { Connection, ConnectionKind } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { connections } from "./api.ts";
import { ConnectionFormFields, useConnectionForm } from "./form.tsx";

interface Props {
  connection: Connection;
  kind: ConnectionKind;
  onClose: () => void;
  onSaved: (saved: Connection) => void;
}

/** The name and the settings of a connection. */
export function ConnectionSettingsDialog({ connection, kind, onClose, onSaved }: Props) {
  const form = useConnectionForm(kind, connection, false, async ({ name, settings, events }) =>
    onSaved(await connections.mended(await connections.change(connection.id, { name, settings, events }))),
  );
  return (
    <Dialog
      title={t("connections-settings-title")}
      onClose={onClose}
      testId="connection-settings"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="primary" type="submit" form="connection-settings" busy={form.send.busy}>
            {t("connections-settings-save")}
          </Button>
        </>
      }
    >
      <ConnectionFormFields id="connection-settings" form={form} />
    </Dialog>
  );
}
