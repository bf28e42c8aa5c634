import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { ownZone } from "../../i18n/format.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { dateTime } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
import { Problem } from "../../ui/problem.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { webinars } from "./api.ts";
import { WebinarFormFields } from "./form.tsx";
import { type Errors, emptyForm, errorsOf, isEmpty, readForm, withoutNulls } from "./form_state.ts";

interface Props {
  onClose: () => void;
  onCreated: (webinar: Webinar) => void;
}

export function CreateDialog({ onClose, onCreated }: Props) {
  const [form, setForm] = useState(() => emptyForm(Date.now(), ownZone()));
  const [errors, setErrors] = useState<Errors>({});
  /** The end that lies in the past, while it is asked about. */
  const [past, setPast] = useState<string | null>(null);
  const create = useAction(async () => {
    const read = readForm(form);
    if (read.kind === "wrong") {
      setErrors(read.errors);
      return;
    }
    if (past === null && Date.parse(read.fields.ends_at) <= Date.now()) {
      setPast(dateTime(read.fields.ends_at, form.timezone));
      return;
    }
    try {
      onCreated(await webinars.create(withoutNulls(read.fields)));
    } catch (thrown) {
      setErrors(thrown instanceof Problem ? errorsOf(thrown.fields) : {});
      setPast(null);
      throw thrown;
    }
  });
  return (
    <Dialog
      title={t("webinars-new")}
      onClose={onClose}
      testId="create-webinar"
      footer={
        <>
          <Button onClick={past === null ? onClose : () => setPast(null)}>
            {past === null ? t("ui-cancel") : t("webinars-past-correct")}
          </Button>
          <Button kind="primary" type="submit" form="create-webinar" busy={create.busy}>
            {past === null ? t("webinars-create-verb") : t("webinars-past-verb")}
          </Button>
        </>
      }
    >
      <form
        id="create-webinar"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setErrors({});
          void create.run();
        }}
      >
        {past === null ? (
          <WebinarFormFields form={form} errors={errors} onForm={setForm} />
        ) : (
          <Note tone="warn" role="alert" testId="past">
            {t("webinars-past", {
              moment: past,
              absent: statusName("no_show"),
              watched: statusName("attended_on_demand"),
            })}
          </Note>
        )}
        <ProblemNote problem={isEmpty(errors) ? create.problem : null} />
      </form>
    </Dialog>
  );
}
