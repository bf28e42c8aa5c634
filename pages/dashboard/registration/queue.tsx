import { useRef, useState } from "preact/hooks";
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

interface Made {
  id: string;
  until: number;
  members: ReadonlySet<string>;
}

/**
 * Members that wait for a decision, oldest first: choose some, approve or reject, and take it back for ten seconds.
 * By keys while the focus is in the list: arrows go from one to the next, Space chooses, A approves and R rejects those
 * that are chosen, else the one with the focus, and U takes it back.
 */
export function ApprovalQueue({ webinar }: { webinar: Webinar }) {
  const rows = useRef<HTMLDivElement>(null);
  const list = useResource(webinar.id, (signal) => registration.pending(webinar.id, signal));
  usePolling(list.reload);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState("");
  const [last, setLast] = useState<Made | null>(null);
  const decide = useAction(async (decision: "approve" | "reject", ids: readonly string[]) => {
    const made = await registration.decide(webinar.id, [...ids], decision, reason);
    setLast({ id: made.decision_id, until: Date.parse(made.apply_at), members: new Set(ids) });
    setChosen(new Set());
    setReason("");
  });
  const undo = useAction(async () => {
    if (last) await registration.withdraw(last.id);
    setLast(null);
    list.reload();
  });
  const undoable = last !== null && last.until > Date.now();
  // Those just decided are still pending while the decision can be taken back.
  const items = (list.data?.items ?? []).filter((member) => !(undoable && last.members.has(member.id)));
  const ids = items.filter((member) => chosen.has(member.id)).map((member) => member.id);
  const busy = decide.busy || undo.busy;
  const onKeyDown = (event: KeyboardEvent) => {
    const boxes = [...(rows.current?.querySelectorAll<HTMLInputElement>("tbody input") ?? [])];
    const at = boxes.indexOf(event.target as HTMLInputElement);
    if (event.ctrlKey || event.metaKey || event.altKey || busy || !may("write")) return;
    const wanted = ids.length > 0 || at < 0 ? ids : [items[at]?.id ?? ""];
    const key = event.key.toLowerCase();
    if (key === "arrowdown") boxes[Math.min(at + 1, boxes.length - 1)]?.focus();
    else if (key === "arrowup") boxes[Math.max(at - 1, 0)]?.focus();
    else if (key === "a" && wanted.length > 0) void decide.run("approve", wanted);
    else if (key === "r" && wanted.length > 0) void decide.run("reject", wanted);
    else if (key === "u" && undoable) void undo.run();
    else return;
    event.preventDefault();
  };
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
      {undoable && (
        <Note
          tone="good"
          role="status"
          action={
            <Button small busy={undo.busy} onClick={() => undo.run()}>
              {t("registration-undo")}
            </Button>
          }
        >
          {t("registration-decided", { count: last.members.size })}
        </Note>
      )}
      <ProblemNote problem={list.problem ?? decide.problem ?? undo.problem} />
      {items.length > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the boxes inside
        <div ref={rows} class={cardCss.card} data-flush onKeyDown={onKeyDown}>
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
            disabled={ids.length === 0}
            busy={decide.busy}
            onClick={() => decide.run("approve", ids)}
          >
            {t("registration-approve", { count: ids.length })}
          </Button>
          <Button
            kind="danger"
            disabled={ids.length === 0}
            busy={decide.busy}
            onClick={() => decide.run("reject", ids)}
          >
            {t("registration-reject", { count: ids.length })}
          </Button>
          <p class="muted small">{t("registration-keys")}</p>
        </div>
      )}
    </section>
  );
}
