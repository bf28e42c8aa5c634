import { useState } from "preact/hooks";
import type { Retraction } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { TextField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { Moves } from "../webinar/moves.tsx";
import { type Retractable, retractions } from "./retractions.ts";

interface Props {
  what: Retractable;
  title: string;
  text: string;
  onClose: () => void;
  onDone: (retraction: Retraction) => void;
}

/** Asks before something that was stated by mistake is retracted, and says what changes. */
export function RetractDialog({ what, title, text, onClose, onDone }: Props) {
  const [reason, setReason] = useState("");
  const preview = useResource(`${what.kind} ${what.id}`, (signal) => retractions.preview(what, signal));
  return (
    <Confirm
      title={title}
      verb={t("members-retract-verb")}
      danger
      run={async () => {
        const retraction = await retractions.retract(what, reason.trim());
        toast(t(retraction.end_kept ? "members-retract-end_kept" : "members-retract-done"));
        onDone(retraction);
      }}
      onClose={onClose}
    >
      <p>{text}</p>
      <ProblemNote problem={preview.problem} retry={preview.reload} />
      {preview.data && <Moves preview={preview.data} />}
      {(preview.data?.watchers ?? 0) > 0 && (
        <p>{t("members-retract-watchers", { count: preview.data?.watchers ?? 0 })}</p>
      )}
      {(preview.data?.confirmed ?? 0) > 0 && (
        <p>{t("members-retract-confirmed", { count: preview.data?.confirmed ?? 0 })}</p>
      )}
      <TextField label={t("members-retract-reason")} value={reason} onValue={setReason} maxLength={500} />
    </Confirm>
  );
}
