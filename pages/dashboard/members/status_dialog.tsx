import { useState } from "preact/hooks";
import type { Member, Status } from "../../generated/api.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Note } from "../../ui/note.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { STATUS_LABEL } from "../words.ts";
import { members } from "./api.ts";
import { memberName } from "./names.ts";
import { STATUS_ORDER } from "./statuses.ts";

interface Props {
  member: Member;
  onClose: () => void;
  onChanged: () => void;
}

/** Asks for another status; a step back is refused by the server and explained here. */
export function StatusDialog({ member, onClose, onChanged }: Props) {
  const [status, setStatus] = useState<Status>(member.status);
  const [reason, setReason] = useState("");
  const change = useAction(async () => {
    const changed = await members.setStatus(member.id, status, reason.trim() || undefined);
    toast(`${memberName(member)} is now ${STATUS_LABEL[changed.status]}`);
    onChanged();
    onClose();
  });
  const backwards = change.problem?.code === "status_backwards";
  return (
    <Dialog
      title="Change status"
      onClose={onClose}
      testId="change-status"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form="change-status"
            busy={change.busy}
            disabled={status === member.status}
          >
            Change status
          </Button>
        </>
      }
    >
      <form
        id="change-status"
        class={formCss.form}
        onSubmit={(event) => {
          event.preventDefault();
          void change.run();
        }}
      >
        <SelectField
          label="Status"
          value={status}
          onValue={setStatus}
          options={STATUS_ORDER.map((each) => [each, STATUS_LABEL[each]] as const)}
        />
        <TextField
          label="Reason"
          placeholder="Kept in the timeline"
          value={reason}
          onValue={setReason}
          error={change.problem?.fields.reason}
        />
        {backwards ? (
          <Note tone="warn" role="alert" code="status_backwards">
            A member only moves forward: {STATUS_LABEL[member.status]} is further than {STATUS_LABEL[status]}.
            The one way back is <strong>Not in Program</strong>, which frees the seat and revokes the link.
          </Note>
        ) : (
          <ProblemNote problem={change.problem} />
        )}
      </form>
    </Dialog>
  );
}
