import { useEffect, useRef } from "preact/hooks";
import { STATUSES } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import type { Offer } from "../segments/offer.ts";
import css from "./campaigns.module.css";
import {
  ableTo,
  BASES,
  type Basis,
  canOffer,
  type Errors,
  firstStep,
  hasLists,
  type Json,
  mail,
  STEPS,
  type StepName,
  swapped,
} from "./flow.ts";
import type { Offered } from "./offered.ts";
import { OnlyIfFields } from "./only_if_fields.tsx";
import { WaitFields } from "./wait_fields.tsx";

interface Props {
  steps: readonly Json[];
  offered: Offered;
  /** A row of the campaign's filters is a member of one webinar. */
  ofMembers: boolean;
  /** A run is about a member of one webinar. */
  aboutMember: boolean;
  /** The faults of a refused flow by field, named as on the wire. */
  errors: Errors;
  onSteps: (steps: readonly Json[]) => void;
}

/** The steps of a campaign in order: added, moved, changed and removed with native controls. */
export function Steps({ steps, offered, ofMembers, aboutMember, errors, onSteps }: Props) {
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
    connections: ableTo("call_webhook", offered.connections),
    vendors: ableTo("add_to_vendor_list", offered.connections),
    ofMembers: aboutMember,
  };
  const names = STEPS.filter((each) => canOffer(each, offer));
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
              <StepFields
                step={step}
                offered={{ ...offered, filters: { ...offered, ofMembers } }}
                wrong={(name) => errors[`flow.steps.${index}.${name}`]}
                onStep={(next) => onSteps(steps.with(index, next))}
              />
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
  /** With everything that a filter can ask for, where a step may have a filter. */
  offered: Pick<Offered, "segments" | "connections"> & { filters?: Offer };
  /** The fault of a field. */
  wrong: (name: string) => string | undefined;
  onStep: (step: Json) => void;
}

/** The fields of one step. */
export function StepFields({ step, offered, wrong, onStep }: StepProps) {
  const set = (changes: Json) => onStep({ ...step, ...changes });
  switch (step.do as StepName) {
    case "send_mail": {
      if (typeof step.template === "string") {
        return <p class="muted">{t("campaigns-named_template", { name: step.template })}</p>;
      }
      const template = (step.template ?? {}) as Record<string, string>;
      const [subject, text] = [template.subject ?? "", template.text ?? ""];
      const basis = (step.basis ?? "consent") as Basis;
      return (
        <>
          <TextField
            label={t("campaigns-subject")}
            error={wrong("template.subject")}
            value={subject}
            onValue={(next) => set(mail(next, text, basis))}
          />
          <AreaField
            label={t("campaigns-text")}
            error={wrong("template.text") ?? wrong("template.html")}
            hint={t("campaigns-text_hint")}
            rows={6}
            value={text}
            onValue={(next) => set(mail(subject, next, basis))}
          />
          <SelectField<Basis>
            label={t("campaigns-basis")}
            hint={t(`campaigns-basis_hint-${basis}`)}
            value={basis}
            options={BASES.map((each) => [each, t(`campaigns-basis-${each}`)] as const)}
            onValue={(next) => set({ basis: next })}
          />
        </>
      );
    }
    case "wait":
      return <WaitFields step={step} wrong={wrong} onStep={onStep} />;
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
          <TextField
            label={t("campaigns-key")}
            error={wrong("key")}
            value={String(step.key)}
            onValue={(key) => set({ key })}
          />
          <TextField
            label={t("campaigns-value")}
            error={wrong("value")}
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
          options={offered.connections
            .filter((each) => each.kind === "webhook")
            .map((each) => [each.id, each.name] as const)}
          onValue={(connection) => set({ connection })}
        />
      );
    case "add_to_vendor_list":
    case "remove_from_vendor_list":
      return (
        <div class={css.bar}>
          <SelectField
            label={t("campaigns-connection")}
            value={String(step.connection)}
            options={offered.connections
              .filter((each) => hasLists(each.kind))
              .map((each) => [each.id, each.name] as const)}
            onValue={(connection) => set({ connection })}
          />
          <TextField
            label={t("campaigns-vendor_list")}
            hint={t("campaigns-vendor_list_hint")}
            inputMode="numeric"
            required
            value={String(step.list ?? "")}
            onValue={(list) => set({ list: list.trim() })}
          />
        </div>
      );
    case "only_if":
      return offered.filters ? <OnlyIfFields step={step} offer={offered.filters} onStep={onStep} /> : null;
    default:
      return null;
  }
}
