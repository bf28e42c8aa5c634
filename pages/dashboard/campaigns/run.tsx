import type { CampaignRun } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { dateTime } from "../../ui/format/times.ts";
import css from "./campaigns.module.css";
import type { StepName } from "./flow.ts";
import { stepWords } from "./words.ts";

/** Whose run it is, with a link to the person. */
export function RunPerson({ run }: { run: CampaignRun }) {
  const name = [run.first_name, run.last_name].filter(Boolean).join(" ");
  if (!name && !run.email) return <span class="muted">{t("people-erased")}</span>;
  return (
    <>
      <a href={`/people/${run.person_id}`}>{name || run.email}</a>
      {name && run.email && <div class="muted small">{run.email}</div>}
    </>
  );
}

/** What the steps of a run did, with faults by their names, and when the next one is due. */
export function RunSteps({ run }: { run: CampaignRun }) {
  return (
    <ul class={css.done}>
      {run.steps.map((step) => (
        <li key={step.place} data-fault={step.sent?.state === "dead" || undefined}>
          {t(`campaigns-do-${step.did as StepName}`)}: <span class="muted">{stepWords(step)}</span>
        </li>
      ))}
      {run.state === "waiting" && (
        <li class="muted">
          {t("campaigns-next", {
            step: Number.parseInt(run.place, 10) + 1,
            time: dateTime(run.due_at),
          })}
        </li>
      )}
    </ul>
  );
}
