import { useState } from "preact/hooks";
import type { NewKey, SessionScope as Scope } from "../../generated/api.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Copied } from "../../ui/copied.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { SCOPES } from "../words.ts";
import { keys } from "./api.ts";
import css from "./create_dialog.module.css";

interface Props {
  onClose: () => void;
  onCreated: () => void;
}

export function CreateKeyDialog({ onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [made, setMade] = useState<NewKey | null>(null);
  const create = useAction(async () => {
    setMade(await keys.create(name.trim(), [...scopes]));
    onCreated();
  });

  if (made) {
    return (
      <Dialog
        title="Your new key"
        onClose={onClose}
        testId="new-key"
        footer={
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <p>Copy it now: it is shown this once, and only its hash is kept.</p>
        <Copied text={made.key} what="API key" />
      </Dialog>
    );
  }
  return (
    <Dialog
      title="New API key"
      onClose={onClose}
      testId="create-key"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form="create-key"
            busy={create.busy}
            disabled={name.trim() === "" || scopes.length === 0}
          >
            Create key
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
          label="Name"
          name="name"
          required
          autoFocus
          placeholder="CRM sync"
          value={name}
          onValue={setName}
          error={create.problem?.fields.name}
        />
        <fieldset class={css.scopes}>
          <legend>Scopes</legend>
          {SCOPES.map(({ scope, label, means }) => (
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
                {label}
                <small>{means}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <ProblemNote problem={create.problem} />
      </form>
    </Dialog>
  );
}
