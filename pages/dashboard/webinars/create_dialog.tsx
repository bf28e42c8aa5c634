import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { ownZone } from "../../i18n/format.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
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
  const create = useAction(async () => {
    const read = readForm(form);
    if (read.kind === "wrong") {
      setErrors(read.errors);
      return;
    }
    try {
      onCreated(await webinars.create(withoutNulls(read.fields)));
    } catch (thrown) {
      setErrors(thrown instanceof Problem ? errorsOf(thrown.fields) : {});
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
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="primary" type="submit" form="create-webinar" busy={create.busy}>
            {t("webinars-create-verb")}
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
        <WebinarFormFields form={form} errors={errors} onForm={setForm} />
        <ProblemNote problem={isEmpty(errors) ? create.problem : null} />
      </form>
    </Dialog>
  );
}
