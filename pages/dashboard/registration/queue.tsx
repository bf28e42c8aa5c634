import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { TextField } from "../../ui/field.tsx";
import { count } from "../../ui/format/numbers.ts";
import { Note } from "../../ui/note.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { may } from "../signin/session.ts";
import { registration } from "./api.ts";
import css from "./tab.module.css";

/** Members that wait for a decision, oldest first: choose some, approve or reject, and take it back for ten seconds. */
export function ApprovalQueue({ webinar }: { webinar: Webinar }) {
  const list = useResource(webinar.id, (signal) => registration.pending(webinar.id, signal));
  usePolling(list.reload);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState("");
  const [last, setLast] = useState<{ id: string; until: number; members: number } | null>(null);
  const decide = useAction(async (decision: "approve" | "reject") => {
    const members = items.filter((member) => chosen.has(member.id)).map((member) => member.id);
    const made = await registration.decide(webinar.id, members, decision, reason);
    setLast({ id: made.decision_id, until: Date.parse(made.apply_at), members: members.length });
    setChosen(new Set());
    setReason("");
  });
  const undo = useAction(async () => {
    if (last) await registration.withdraw(last.id);
    setLast(null);
    list.reload();
  });
  const items = list.data?.items ?? [];
  if (items.length === 0 && last === null) return null;
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const all = items.length > 0 && items.every((member) => chosen.has(member.id));
  return (
    <section class={css.section} aria-label={t("registration-queue")} data-testid="approval-queue">
      <h2>
        {t("registration-queue")} <span class="muted">{count(items.length)}</span>
      </h2>
      {last && last.until > Date.now() && (
        <Note
          tone="good"
          role="status"
          action={
            <Button small busy={undo.busy} onClick={() => undo.run()}>
              {t("registration-undo")}
            </Button>
          }
        >
          {t("registration-decided", { count: last.members })}
        </Note>
      )}
      <ProblemNote problem={list.problem ?? decide.problem ?? undo.problem} />
      {items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table}>
            <caption class="hidden">{t("registration-queue")}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <input
                    type="checkbox"
                    aria-label={t("registration-all")}
                    checked={all}
                    onChange={() => setChosen(all ? new Set() : new Set(items.map((each) => each.id)))}
                  />
                </th>
                <th scope="col">{t("registration-who")}</th>
                <th scope="col">{t("registration-since")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((member) => (
                <tr key={member.id}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={member.email ?? member.id}
                      checked={chosen.has(member.id)}
                      onChange={() => toggle(member.id)}
                    />
                  </td>
                  <td>
                    {[member.first_name, member.last_name].filter(Boolean).join(" ")}{" "}
                    <span class="muted">{member.email}</span>
                  </td>
                  <td>
                    <When at={member.status_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {items.length > 0 && may("write") && (
        <div class={css.bar}>
          <TextField label={t("registration-reason")} value={reason} onValue={setReason} />
          <Button
            kind="primary"
            disabled={chosen.size === 0}
            busy={decide.busy}
            onClick={() => decide.run("approve")}
          >
            {t("registration-approve", { count: chosen.size })}
          </Button>
          <Button
            kind="danger"
            disabled={chosen.size === 0}
            busy={decide.busy}
            onClick={() => decide.run("reject")}
          >
            {t("registration-reject", { count: chosen.size })}
          </Button>
        </div>
      )}
    </section>
  );
}
