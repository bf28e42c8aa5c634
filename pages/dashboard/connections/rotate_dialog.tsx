import { useState } from "preact/hooks";
import type { Connection, ConnectionKind } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { connections } from "./api.ts";
import { MadeDialog } from "./made.tsx";
import { given, SecretFields } from "./secret_fields.tsx";

/** The choice of time, in seconds. */
type Keep = "86400" | "604800" | "0";

interface Props {
  connection: Connection;
  kind: ConnectionKind;
  onClose: () => void;
  onRotated: (rotated: Connection) => void;
}

/** New secrets; the old ones stay good for a while, so that both sides can change one after the other. */
export function RotateDialog({ connection, kind, onClose, onRotated }: Props) {
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [keep, setKeep] = useState<Keep>("86400");
  const [made, setMade] = useState<Connection | null>(null);
  const rotate = useAction(async () => {
    const rotated = await connections.rotate(connection.id, given(secrets), Number(keep));
    onRotated({ ...(await connections.mended(rotated)), made: {} });
    if (Object.keys(rotated.made ?? {}).length > 0) setMade({ ...rotated, url: null });
    else {
      toast(t("connections-secrets-changed"));
      onClose();
    }
  });
  if (made) return <MadeDialog title={t("connections-secrets-new")} connection={made} onClose={onClose} />;
  // Closed meanwhile, the dialog would take away what is shown this once.
  const close = () => rotate.busy || onClose();
  const beside = Object.keys(rotate.problem?.fields ?? {}).some((at) => at.startsWith("secrets."));
  return (
    <Dialog
      title={t("connections-secrets-change")}
      onClose={close}
      testId="rotate-secrets"
      footer={
        <>
          <Button onClick={close}>{t("ui-cancel")}</Button>
          <Button kind="primary" type="submit" form="rotate-secrets" busy={rotate.busy}>
            {t("connections-secrets-change")}
          </Button>
        </>
      }
    >
      <form
        id="rotate-secrets"
        class={formCss.form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void rotate.run();
        }}
      >
        <SecretFields
          kind={kind}
          secrets={secrets}
          errors={rotate.problem?.fields ?? {}}
          onSecrets={setSecrets}
          kept={connection.secret_names}
        />
        <SelectField<Keep>
          label={t("connections-secrets-keep")}
          value={keep}
          options={[
            ["86400", t("connections-secrets-keep_day")],
            ["604800", t("connections-secrets-keep_week")],
            ["0", t("connections-secrets-keep_no")],
          ]}
          onValue={setKeep}
        />
        <ProblemNote problem={beside ? null : rotate.problem} />
      </form>
    </Dialog>
  );
}
