import { useState } from "preact/hooks";
import type { Member, Status } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Note } from "../../ui/note.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";

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
    toast(t("members-status-done", { name: memberName(member), status: statusName(changed.status) }));
    onChanged();
    onClose();
  });
  const backwards = change.problem?.code === "status_backwards";
  return (
    <Dialog
      title={t("members-status-title")}
      onClose={onClose}
      testId="change-status"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button
            kind="primary"
            type="submit"
            form="change-status"
            busy={change.busy}
            disabled={status === member.status}
          >
            {t("members-status-title")}
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
          label={t("members-status")}
          value={status}
          onValue={setStatus}
          options={STATUS_ORDER.map((each) => [each, statusName(each)] as const)}
        />
        <TextField
          label={t("members-status-reason")}
          placeholder={t("members-status-reason_hint")}
          value={reason}
          onValue={setReason}
          error={change.problem?.fields.reason}
        />
        {backwards ? (
          <Note tone="warn" role="alert" code="status_backwards">
            <Words
              id="members-status-backwards"
              variables={{
                current: statusName(member.status),
                wanted: statusName(status),
                out: <strong>{statusName("not_in_program")}</strong>,
              }}
            />
          </Note>
        ) : (
          <ProblemNote problem={change.problem} />
        )}
      </form>
    </Dialog>
  );
}
