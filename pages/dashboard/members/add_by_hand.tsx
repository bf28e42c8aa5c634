import { useRef, useState } from "preact/hooks";
import type { Added, MemberRow, Status, Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { codeWords } from "../words.ts";
import css from "./add_by_hand.module.css";
import { members } from "./api.ts";
import { Outcome } from "./outcome.tsx";
import { StatusPill } from "./status_pill.tsx";
import { STATUS_ORDER } from "./statuses.ts";

const EMPTY = { email: "", first_name: "", last_name: "", company: "", job_title: "", phone: "" };

/** One member after the other; each result stays below with its link. */
export function AddByHand({ webinar }: { webinar: Webinar }) {
  const [row, setRow] = useState(EMPTY);
  const [status, setStatus] = useState<Status>("registered");
  const [done, setDone] = useState<readonly Added[]>([]);
  const form = useRef<HTMLFormElement>(null);

  const add = useAction(async () => {
    const filled = Object.entries(row).filter(([, value]) => value.trim() !== "");
    const member = { email: row.email.trim(), status, ...Object.fromEntries(filled) } as MemberRow;
    const { results } = await members.add(webinar.id, [member]);
    setDone((before) => [...results, ...before]);
    if (results.every((result) => result.outcome !== "skipped")) {
      setRow(EMPTY);
      form.current?.querySelector("input")?.focus();
    }
  });

  const bind = (name: keyof typeof EMPTY) => ({
    value: row[name],
    onValue: (value: string) => setRow({ ...row, [name]: value }),
  });
  return (
    <form
      ref={form}
      class={formCss.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add.run();
      }}
    >
      <div class={formCss.row}>
        <TextField
          label={t("members-email")}
          name="email"
          type="email"
          required
          autoFocus
          autoComplete="off"
          {...bind("email")}
        />
        <SelectField
          label={t("members-status")}
          value={status}
          onValue={setStatus}
          options={STATUS_ORDER.map((each) => [each, statusName(each)] as const)}
        />
      </div>
      <div class={formCss.row}>
        <TextField
          label={t("members-first_name")}
          name="first_name"
          autoComplete="off"
          {...bind("first_name")}
        />
        <TextField
          label={t("members-last_name")}
          name="last_name"
          autoComplete="off"
          {...bind("last_name")}
        />
      </div>
      <div class={formCss.row}>
        <TextField label={t("members-company")} name="company" autoComplete="off" {...bind("company")} />
        <TextField
          label={t("members-job_title")}
          name="job_title"
          autoComplete="off"
          {...bind("job_title")}
        />
      </div>
      <ProblemNote problem={add.problem} />
      <div class="actions" data-start>
        <Button kind="primary" type="submit" icon="add" busy={add.busy} disabled={row.email.trim() === ""}>
          {t("members-add-verb")}
        </Button>
      </div>
      {done.length > 0 && (
        <ul class={css.added} aria-live="polite">
          {done.map((result, index) => (
            // Counted from the end, a result keeps its place
            <li key={done.length - index}>
              <AddedRow result={result} />
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function AddedRow({ result }: { result: Added }) {
  const { member } = result;
  return (
    <>
      <span class={css.who}>
        {result.email}
        {result.code && <span class="muted small">{codeWords(result.code)}</span>}
      </span>
      {member && <StatusPill status={member.status} />}
      <Outcome outcome={result.outcome} />
      {member?.join_url && (
        <CopyButton text={member.join_url} what={t("members-join_link_of", { name: result.email ?? "" })} />
      )}
    </>
  );
}
