import { useEffect, useRef } from "preact/hooks";
import { STATUSES } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import css from "./campaigns.module.css";
import { firstStep, type Json, mail, STEPS, type StepName, swapped } from "./flow.ts";
import type { Offered } from "./offered.ts";

interface Props {
  steps: readonly Json[];
  offered: Offered;
  onSteps: (steps: readonly Json[]) => void;
}

/** The steps of a campaign in order: added, moved, changed and removed with native controls. */
export function Steps({ steps, offered, onSteps }: Props) {
  const focus = useRef<number | null>(null);
  useEffect(() => {
    if (focus.current === null) return;
    document.getElementById(`step-${focus.current}`)?.focus();
    focus.current = null;
  });
  const change = (next: readonly Json[], toFocus: number) => {
    focus.current = Math.max(0, Math.min(toFocus, next.length - 1));
    onSteps(next);
  };
  const offer = {
    lists: offered.segments.filter((each) => each.kind === "list").map((each) => each.id),
    connections: offered.connections.map((each) => each.id),
  };
  const names = STEPS.filter(
    (each) =>
      (offer.lists.length > 0 || !each.endsWith("_list")) &&
      (offer.connections.length > 0 || each !== "call_webhook"),
  );
  return (
    <section aria-labelledby="campaign-steps">
      <h2 id="campaign-steps">{t("campaigns-steps")}</h2>
      <ol class={css.steps}>
        {steps.map((step, index) => (
          <li key={`${index} ${step.do}`}>
            <fieldset class={css.step}>
              <legend id={`step-${index}`} tabIndex={-1}>
                {t("campaigns-step", { number: index + 1 })}
              </legend>
              <div class={css.bar}>
                <SelectField
                  label={t("campaigns-do")}
                  value={step.do as StepName}
                  options={STEPS.filter((each) => names.includes(each) || each === step.do).map(
                    (each) => [each, t(`campaigns-do-${each}`)] as const,
                  )}
                  onValue={(name) => onSteps(steps.with(index, firstStep(name, offer)))}
                />
                <Button
                  small
                  kind="quiet"
                  aria-label={t("campaigns-earlier", { number: index + 1 })}
                  onClick={() => change(swapped(steps, index, -1), index - 1)}
                >
                  ↑
                </Button>
                <Button
                  small
                  kind="quiet"
                  aria-label={t("campaigns-later", { number: index + 1 })}
                  onClick={() => change(swapped(steps, index, 1), index + 1)}
                >
                  ↓
                </Button>
                <Button
                  small
                  kind="quiet"
                  icon="trash"
                  aria-label={t("campaigns-remove", { number: index + 1 })}
                  onClick={() =>
                    change(
                      steps.filter((_, nth) => nth !== index),
                      index,
                    )
                  }
                />
              </div>
              <StepFields step={step} offered={offered} onStep={(next) => onSteps(steps.with(index, next))} />
            </fieldset>
          </li>
        ))}
      </ol>
      <p>
        <Button icon="add" onClick={() => change([...steps, firstStep("send_mail", offer)], steps.length)}>
          {t("campaigns-add_step")}
        </Button>
      </p>
    </section>
  );
}

interface StepProps {
  step: Json;
  offered: Pick<Offered, "segments" | "connections">;
  onStep: (step: Json) => void;
}

/** The fields of one step. */
export function StepFields({ step, offered, onStep }: StepProps) {
  const set = (changes: Json) => onStep({ ...step, ...changes });
  switch (step.do as StepName) {
    case "send_mail": {
      const template = (step.template ?? {}) as Record<string, string>;
      const [subject, text] = [template.subject ?? "", template.text ?? ""];
      return (
        <>
          <TextField
            label={t("campaigns-subject")}
            value={subject}
            onValue={(next) => set(mail(next, text))}
          />
          <AreaField
            label={t("campaigns-text")}
            hint={t("campaigns-text_hint")}
            rows={6}
            value={text}
            onValue={(next) => set(mail(subject, next))}
          />
        </>
      );
    }
    case "wait":
      if (step.until) return <p class="muted">{JSON.stringify(step.until)}</p>;
      return (
        <TextField
          label={t("campaigns-length")}
          hint={t("campaigns-length_hint")}
          value={String(step.for ?? "")}
          onValue={(length) => set({ for: length })}
        />
      );
    case "set_status":
      return (
        <SelectField
          label={t("campaigns-to")}
          value={String(step.status)}
          options={STATUSES.map((each) => [each, statusName(each)] as const)}
          onValue={(status) => set({ status })}
        />
      );
    case "set_property":
      return (
        <div class={css.bar}>
          <TextField label={t("campaigns-key")} value={String(step.key)} onValue={(key) => set({ key })} />
          <TextField
            label={t("campaigns-value")}
            value={String(step.value ?? "")}
            onValue={(value) => set({ value: value === "true" ? true : value })}
          />
        </div>
      );
    case "add_to_list":
    case "remove_from_list":
      return (
        <SelectField
          label={t("campaigns-list")}
          value={String(step.segment)}
          options={offered.segments
            .filter((each) => each.kind === "list")
            .map((each) => [each.id, each.name] as const)}
          onValue={(segment) => set({ segment })}
        />
      );
    case "call_webhook":
      return (
        <SelectField
          label={t("campaigns-connection")}
          value={String(step.connection)}
          options={offered.connections.map((each) => [each.id, each.name] as const)}
          onValue={(connection) => set({ connection })}
        />
      );
    case "only_if":
      return <p class="muted">{t("campaigns-only_if_text")}</p>;
    default:
      return null;
  }
}
