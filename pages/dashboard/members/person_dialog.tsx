import { useState } from "preact/hooks";
import type { Member } from "../../generated/api.ts";
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
    toast("Person corrected");
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
      title="Correct person"
      onClose={onClose}
      testId="correct-person"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form="correct-person"
            busy={save.busy}
            disabled={changed.length === 0 || fields.email.trim() === ""}
          >
            Save
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
        <TextField label="Email" type="email" required autoFocus {...bind("email")} />
        <div class={formCss.row}>
          <TextField label="First name" {...bind("first_name")} />
          <TextField label="Last name" {...bind("last_name")} />
        </div>
        <div class={formCss.row}>
          <TextField label="Company" {...bind("company")} />
          <TextField label="Job title" {...bind("job_title")} />
        </div>
        <TextField label="Phone" {...bind("phone")} />
        <p class={fieldCss.note}>Changed in every webinar that they are in.</p>
        <ProblemNote problem={beside ? null : save.problem} />
      </form>
    </Dialog>
  );
}
