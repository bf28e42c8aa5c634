import { useState } from "preact/hooks";
import type { Retraction } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { may } from "../signin/session.ts";
import { Moves } from "../webinar/moves.tsx";
import { type ImportChoice, type Retractable, retractions } from "./retractions.ts";

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
  const [choice, setChoice] = useState<ImportChoice>({ watchers: false, erase_persons: false });
  const preview = useResource(`${what.kind} ${what.id} ${what.member} ${choice.watchers}`, (signal) =>
    retractions.preview(what, choice, signal),
  );
  const watchers = preview.data?.watchers ?? 0;
  const erasable = preview.data?.only_imported ?? 0;
  return (
    <Confirm
      title={title}
      verb={t("members-retract-verb")}
      danger
      run={async () => {
        const retraction = await retractions.retract(what, choice, reason.trim());
        toast(t(retraction.end_kept ? "members-retract-end_kept" : "members-retract-done"));
        onDone(retraction);
      }}
      onClose={onClose}
    >
      <p>{text}</p>
      <ProblemNote problem={preview.problem} retry={preview.reload} />
      {preview.data && <Moves preview={preview.data} />}
      {preview.data?.end_kept && <p>{t("members-retract-end_stays")}</p>}
      {watchers > 0 && <p>{t("members-retract-watchers", { count: watchers })}</p>}
      {(preview.data?.confirmed ?? 0) > 0 && (
        <p>{t("members-retract-confirmed", { count: preview.data?.confirmed ?? 0 })}</p>
      )}
      {what.kind === "imports" && (watchers > 0 || choice.watchers) && (
        <Check
          label={t("members-retract-take_watchers")}
          value={choice.watchers}
          onValue={(value) => setChoice({ ...choice, watchers: value })}
        />
      )}
      {erasable > 0 && may("privacy") && (
        <Check
          label={t("members-retract-erase", { count: erasable })}
          value={choice.erase_persons}
          onValue={(value) => setChoice({ ...choice, erase_persons: value })}
        />
      )}
      <TextField label={t("members-retract-reason")} value={reason} onValue={setReason} maxLength={500} />
    </Confirm>
  );
}

interface CheckProps {
  label: string;
  value: boolean;
  onValue: (value: boolean) => void;
}

function Check({ label, value, onValue }: CheckProps) {
  return (
    <label class={formCss.check}>
      <input type="checkbox" checked={value} onChange={(event) => onValue(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
