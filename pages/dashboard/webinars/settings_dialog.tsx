import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import formCss from "../../ui/form.module.css";
import { Problem } from "../../ui/problem.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { webinars } from "./api.ts";
import { WebinarFormFields } from "./form.tsx";
import { changed, type Errors, errorsOf, formOf, isEmpty, readForm } from "./form_state.ts";

interface Props {
  webinar: Webinar;
  onClose: () => void;
  onSaved: (webinar: Webinar) => void;
  onDeleted: () => void;
}

/** Changes a webinar, sending only what was changed; deletes it. */
export function SettingsDialog({ webinar, onClose, onSaved, onDeleted }: Props) {
  const [form, setForm] = useState(() => formOf(webinar));
  const [replaces, setReplaces] = useState(false);
  const [errors, setErrors] = useState<Errors>({});
  const [deleting, setDeleting] = useState(false);
  const ended = webinar.phase === "on_demand" || webinar.phase === "closed" || webinar.finished_at !== null;
  const over = ended && !webinar.times_correctable;

  const save = useAction(async () => {
    const before = readForm(formOf(webinar), webinar.timezone);
    const after = readForm(form, webinar.timezone);
    if (after.kind === "wrong") {
      setErrors(after.errors);
      return;
    }
    const fields = before.kind === "ok" ? changed(before.fields, after.fields) : after.fields;
    if (replaces && after.fields.recording) fields.recording = { ...after.fields.recording, replaces: true };
    if (Object.keys(fields).length === 0) {
      onClose();
      return;
    }
    try {
      onSaved(await webinars.change(webinar.id, fields));
    } catch (thrown) {
      setErrors(thrown instanceof Problem ? errorsOf(thrown.fields) : {});
      throw thrown;
    }
  });

  if (deleting) {
    return (
      <Confirm
        title={t("webinars-delete-title")}
        verb={t("webinars-delete-verb")}
        danger
        run={async () => {
          await webinars.remove(webinar.id);
          onDeleted();
        }}
        onClose={() => setDeleting(false)}
      >
        <p>
          <Words id="webinars-delete-text" variables={{ name: <strong>{webinar.name}</strong> }} />
        </p>
      </Confirm>
    );
  }
  return (
    <Dialog
      title={t("webinars-settings")}
      onClose={onClose}
      testId="webinar-settings"
      footer={
        <>
          <Button kind="quiet" icon="trash" onClick={() => setDeleting(true)}>
            {t("webinars-delete")}
          </Button>
          <span class="grow" />
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="primary" type="submit" form="webinar-settings" busy={save.busy}>
            {t("webinars-save")}
          </Button>
        </>
      }
    >
      <form
        id="webinar-settings"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setErrors({});
          void save.run();
        }}
      >
        <WebinarFormFields form={form} errors={errors} onForm={setForm} over={over} />
        {webinar.recording && (
          <label class={formCss.check}>
            <input
              type="checkbox"
              checked={replaces}
              onChange={(event) => setReplaces(event.currentTarget.checked)}
            />
            <span>
              {t("webinars-form-replaces")}
              <small>{t("webinars-form-replaces_hint")}</small>
            </span>
          </label>
        )}
        <ProblemNote problem={isEmpty(errors) ? save.problem : null} />
      </form>
    </Dialog>
  );
}
