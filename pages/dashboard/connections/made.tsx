import type { Connection } from "../../generated/api.ts";
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

/** What has to be carried to the vendor: the address, and secrets that are shown this once. */
export function MadeDialog({ title, connection, onClose }: Props) {
  const secrets = Object.entries(connection.made ?? {});
  return (
    <Dialog
      title={title}
      onClose={onClose}
      testId="connection-made"
      footer={
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div class={css.made}>
        {secrets.map(([name, value]) => (
          <section key={name}>
            <h3>{nameWords(name)}</h3>
            <p class="muted">Made just now. Copy it: it is shown this once, and kept encrypted.</p>
            <Copied text={value} what={name.replaceAll("_", " ")} />
          </section>
        ))}
        {connection.url && (
          <section>
            <h3>Address</h3>
            <p class="muted">Paste it at the vendor as the endpoint. It is a secret of its own.</p>
            <Copied text={connection.url} what="address" />
          </section>
        )}
        {!connection.url && secrets.length === 0 && (
          <p class="muted">Test it next: that says whether it works, or exactly what is wrong.</p>
        )}
      </div>
    </Dialog>
  );
}
