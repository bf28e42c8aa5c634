import { useState } from "preact/hooks";
import type { NewKey, SessionScope as Scope } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { SESSION_SCOPES_SHOWN } from "../words.ts";
import { keys } from "./api.ts";
import css from "./create_dialog.module.css";
import { MadeKeyDialog } from "./made_key_dialog.tsx";

const EXPIRIES = ["never", "30", "90", "365"] as const;
type Expiry = (typeof EXPIRIES)[number];

function expiry(days: Expiry): string | null {
  return days === "never" ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
}

interface Props {
  onClose: () => void;
  onCreated: () => void;
}

export function CreateKeyDialog({ onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [made, setMade] = useState<NewKey | null>(null);
  const [expires, setExpires] = useState<Expiry>("never");
  const create = useAction(async () => {
    setMade(await keys.create(name.trim(), [...scopes], expiry(expires)));
    onCreated();
  });

  if (made) return <MadeKeyDialog made={made} onClose={onClose} />;
  return (
    <Dialog
      title={t("keys-create-title")}
      onClose={onClose}
      testId="create-key"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button
            kind="primary"
            type="submit"
            form="create-key"
            busy={create.busy}
            disabled={name.trim() === "" || scopes.length === 0}
          >
            {t("keys-create-verb")}
          </Button>
        </>
      }
    >
      <form
        id="create-key"
        class={formCss.form}
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <TextField
          label={t("keys-name")}
          name="name"
          required
          autoFocus
          placeholder={t("keys-name-example")}
          value={name}
          onValue={setName}
          error={create.problem?.fields.name}
        />
        <fieldset class={css.scopes}>
          <legend>{t("keys-scopes")}</legend>
          {SESSION_SCOPES_SHOWN.map((scope) => (
            <label key={scope} class={formCss.check}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) =>
                  setScopes(
                    event.currentTarget.checked
                      ? [...scopes, scope]
                      : scopes.filter((each) => each !== scope),
                  )
                }
              />
              <span>
                {t(`keys-scope-${scope}`)}
                <small>{t(`keys-scope-${scope}_means`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <SelectField<Expiry>
          label={t("keys-expires")}
          value={expires}
          options={EXPIRIES.map((each) => [each, t(`keys-expires-${each}`)] as const)}
          onValue={setExpires}
        />
        <ProblemNote problem={create.problem} />
      </form>
    </Dialog>
  );
}
