import { useState } from "preact/hooks";
import type { Key } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { keys, sessions } from "./api.ts";

interface Props {
  revoked: Key;
  all: readonly Key[];
  onRevoked: () => void;
  onClose: () => void;
}

/** Asks before a key is revoked; for the last admin key, and one's own, its name is to be typed. */
export function RevokeDialog({ revoked, all, onRevoked, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const signedIn = useResource("sessions", (signal) => sessions.list(signal));
  const own = signedIn.data?.items.find((each) => each.current)?.key_id === revoked.id;
  const last =
    revoked.scopes.includes("admin") &&
    !all.some((each) => each.id !== revoked.id && each.scopes.includes("admin"));
  const revoke = useAction(async () => {
    await keys.revoke(revoked.id);
    toast(t("keys-revoked"));
    onRevoked();
    onClose();
  });
  const grave = own || last;
  return (
    <Dialog
      title={t("keys-revoke-title")}
      onClose={onClose}
      testId="revoke-key"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button
            kind="danger"
            busy={revoke.busy}
            disabled={signedIn.loading || (grave && typed.trim() !== revoked.name)}
            onClick={() => revoke.run()}
          >
            {t("keys-revoke-verb")}
          </Button>
        </>
      }
    >
      <div class="prose">
        <p>
          <Words id="keys-revoke-text" variables={{ name: <strong>{revoked.name}</strong> }} />
        </p>
        {own && <p>{t("keys-revoke-own")}</p>}
        {last && <p>{t("keys-revoke-last")}</p>}
      </div>
      {grave && (
        <TextField
          label={t("keys-revoke-type", { name: revoked.name })}
          value={typed}
          onValue={setTyped}
          autoComplete="off"
          spellcheck={false}
        />
      )}
      <ProblemNote problem={revoke.problem} />
    </Dialog>
  );
}
