import { useState } from "preact/hooks";
import type { Connection } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Copied } from "../../ui/copied.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import css from "./made.module.css";
import { nameWords } from "./words.ts";

interface Props {
  title: string;
  connection: Connection;
  onClose: () => void;
}

/** The values to carry to the vendor: the address, and secrets that are shown this once. */
export function MadeDialog({ title, connection, onClose }: Props) {
  const secrets = Object.entries(connection.made ?? {});
  const [copied, setCopied] = useState(secrets.length === 0);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      testId="connection-made"
      loses={copied ? undefined : t("ui-leave-unseen")}
      footer={
        <Button kind="primary" onClick={onClose}>
          {t("ui-done")}
        </Button>
      }
    >
      <div class={css.made}>
        {secrets.map(([name, value]) => (
          <section key={name}>
            <h3>{nameWords(name)}</h3>
            <p class="muted">{t("connections-made-secret")}</p>
            <Copied text={value} what={nameWords(name)} onCopied={() => setCopied(true)} />
          </section>
        ))}
        {connection.url && (
          <section>
            <h3>{t("connections-address")}</h3>
            <p class="muted">{t("connections-made-address")}</p>
            <Copied text={connection.url} what={t("connections-address-what")} />
          </section>
        )}
        {!connection.url && secrets.length === 0 && <p class="muted">{t("connections-made-test")}</p>}
      </div>
    </Dialog>
  );
}
