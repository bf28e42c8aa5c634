import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { dateTime } from "../../ui/format/times.ts";
import { homeZone } from "../../ui/format/zones.ts";
import { Note } from "../../ui/note.tsx";
import { Problem } from "../../ui/problem.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { webinars } from "./api.ts";
import { WebinarFormFields } from "./form.tsx";
import {
  doubts,
  type Errors,
  emptyForm,
  errorsOf,
  type Fields,
  isEmpty,
  readForm,
  withoutNulls,
} from "./form_state.ts";

interface Props {
  onClose: () => void;
  onCreated: (webinar: Webinar) => void;
}

export function CreateDialog({ onClose, onCreated }: Props) {
  const [form, setForm] = useState(() => emptyForm(Date.now(), homeZone()));
  const [errors, setErrors] = useState<Errors>({});
  /** The times that are asked about, before the webinar is made. */
  const [asked, setAsked] = useState<Fields | null>(null);
  const create = useAction(async () => {
    const read = readForm(form);
    if (read.kind === "wrong") {
      setErrors(read.errors);
      return;
    }
    const { past, long } = doubts(read.fields, Date.now());
    if (asked === null && (past || long)) {
      setAsked(read.fields);
      return;
    }
    try {
      onCreated(await webinars.create(withoutNulls(read.fields)));
    } catch (thrown) {
      setErrors(thrown instanceof Problem ? errorsOf(thrown.fields) : {});
      setAsked(null);
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
          <Button onClick={asked === null ? onClose : () => setAsked(null)}>
            {asked === null ? t("ui-cancel") : t("webinars-past-correct")}
          </Button>
          <Button kind="primary" type="submit" form="create-webinar" busy={create.busy}>
            {asked === null ? t("webinars-create-verb") : verb(asked)}
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
        {asked === null ? (
          <WebinarFormFields form={form} errors={errors} onForm={setForm} />
        ) : (
          <Doubts fields={asked} />
        )}
        <ProblemNote problem={isEmpty(errors) ? create.problem : null} />
      </form>
    </Dialog>
  );
}

function verb(fields: Fields): string {
  return doubts(fields, Date.now()).past ? t("webinars-past-verb") : t("webinars-long-verb");
}

function Doubts({ fields }: { fields: Fields }) {
  const { past, long } = doubts(fields, Date.now());
  const zone = fields.timezone ?? "UTC";
  return (
    <>
      {past && (
        <Note tone="warn" role="alert" testId="past">
          {t("webinars-past", {
            moment: dateTime(fields.ends_at, zone),
            absent: statusName("no_show"),
            watched: statusName("attended_on_demand"),
          })}
        </Note>
      )}
      {long && (
        <Note tone="warn" role="alert" testId="long">
          {t("webinars-long", {
            starts: dateTime(fields.starts_at, zone),
            ends: dateTime(fields.ends_at, zone),
          })}
        </Note>
      )}
    </>
  );
}
