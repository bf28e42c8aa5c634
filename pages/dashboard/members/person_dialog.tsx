import { useState } from "preact/hooks";
import type { Member } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import fieldCss from "../../ui/field.module.css";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { members } from "./api.ts";

const FIELDS = ["email", "first_name", "last_name", "company", "job_title", "phone"] as const;
type Fields = Record<(typeof FIELDS)[number], string>;

interface Props {
  member: Member;
  onClose: () => void;
  onChanged: () => void;
}

/** Corrects a person, who exists once: in every webinar at the same time. */
export function PersonDialog({ member, onClose, onChanged }: Props) {
  const was = Object.fromEntries(FIELDS.map((name) => [name, member[name] ?? ""])) as Fields;
  const [fields, setFields] = useState(was);
  const changed = FIELDS.filter((name) => fields[name].trim() !== was[name]);
  const save = useAction(async () => {
    const entries = changed.map((name) => [name, fields[name].trim() || null] as const);
    await members.correctPerson(member.person_id, Object.fromEntries(entries));
    toast(t("members-person-saved"));
    onChanged();
    onClose();
  });
  const errors = save.problem?.fields ?? {};
  const bind = (name: keyof Fields) => ({
    name,
    autoComplete: "off",
    value: fields[name],
    error: errors[name],
    onValue: (value: string) => setFields({ ...fields, [name]: value }),
  });
  const beside = Object.keys(errors).some((name) => FIELDS.some((each) => each === name));
  return (
    <Dialog
      title={t("members-person-title")}
      onClose={onClose}
      testId="correct-person"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button
            kind="primary"
            type="submit"
            form="correct-person"
            busy={save.busy}
            disabled={changed.length === 0 || fields.email.trim() === ""}
          >
            {t("members-person-save")}
          </Button>
        </>
      }
    >
      <form
        id="correct-person"
        class={formCss.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <TextField label={t("members-email")} type="email" required autoFocus {...bind("email")} />
        <div class={formCss.row}>
          <TextField label={t("members-first_name")} {...bind("first_name")} />
          <TextField label={t("members-last_name")} {...bind("last_name")} />
        </div>
        <div class={formCss.row}>
          <TextField label={t("members-company")} {...bind("company")} />
          <TextField label={t("members-job_title")} {...bind("job_title")} />
        </div>
        <TextField label={t("members-phone")} {...bind("phone")} />
        <p class={fieldCss.note}>{t("members-person-note")}</p>
        <ProblemNote problem={beside ? null : save.problem} />
      </form>
    </Dialog>
  );
}
