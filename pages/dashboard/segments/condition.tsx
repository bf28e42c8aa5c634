import type { Op } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import { UNITS } from "../../ui/format/lengths.ts";
import { LengthField } from "../../ui/length_field.tsx";
import css from "./builder.module.css";
import type { Json } from "./tree.ts";
import { formOf, type Kind, operators, readTexts, withOp, writeTexts } from "./values.ts";

const HOURS = UNITS.filter((each) => each !== "minutes");
const DAYS = HOURS.filter((each) => each !== "hours");

export const FRAMES = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
  "last_7_days",
  "last_30_days",
  "last_90_days",
] as const;

interface Props {
  label: string;
  kind: Kind;
  condition: Json;
  many?: boolean;
  hours?: boolean;
  onCondition: (condition: Json) => void;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** An operator and its value. */
export function Condition({ label, kind, condition, many = false, hours = true, onCondition }: Props) {
  const op = condition.op as Op;
  return (
    <div class={css.condition}>
      <SelectField
        label={label}
        value={op}
        options={operators(kind, many).map((each) => [each, t(`segments-op-${each}`)] as const)}
        onValue={(next) => onCondition(withOp(condition, kind, next, today()))}
      />
      <Value
        label={label}
        kind={kind}
        condition={condition}
        hours={hours}
        onValue={(value) => onCondition({ ...condition, value })}
      />
    </div>
  );
}

interface ValueProps {
  label: string;
  kind: Kind;
  condition: Json;
  hours: boolean;
  onValue: (value: unknown) => void;
}

function Value({ label, kind, condition, hours, onValue }: ValueProps) {
  const { value } = condition;
  const named = t("segments-value_of", { what: label });
  switch (formOf(kind, condition.op as Op)) {
    case "none":
      return null;
    case "text":
      return (
        <TextField
          label={named}
          hint={t("segments-several")}
          value={writeTexts(value)}
          onValue={(text) => onValue(readTexts(text))}
        />
      );
    case "number":
      return <NumberField label={named} value={value} onValue={onValue} />;
    case "two_numbers": {
      const [low, high] = value as [unknown, unknown];
      return (
        <>
          <NumberField label={t("segments-from")} value={low} onValue={(next) => onValue([next, high])} />
          <NumberField label={t("segments-to")} value={high} onValue={(next) => onValue([low, next])} />
        </>
      );
    }
    case "day":
      return <DayField label={named} value={value} onValue={onValue} />;
    case "two_days": {
      const [first, last] = value as [unknown, unknown];
      return (
        <>
          <DayField label={t("segments-from")} value={first} onValue={(next) => onValue([next, last])} />
          <DayField label={t("segments-to")} value={last} onValue={(next) => onValue([first, next])} />
        </>
      );
    }
    case "length":
      return <LengthField label={named} units={hours ? HOURS : DAYS} value={value} onValue={onValue} />;
    case "frame":
      return (
        <SelectField
          label={named}
          value={value as (typeof FRAMES)[number]}
          options={FRAMES.map((each) => [each, t(`segments-frame-${each}`)] as const)}
          onValue={onValue}
        />
      );
    case "boolean":
      return (
        <SelectField
          label={named}
          value={String(value)}
          options={[
            ["true", t("segments-yes")],
            ["false", t("segments-no")],
          ]}
          onValue={(next) => onValue(next === "true")}
        />
      );
  }
}

interface OneProps {
  label: string;
  value: unknown;
  onValue: (value: unknown) => void;
}

/** Text that is not a number is passed on unchanged, so that the server explains the error. */
function NumberField({ label, value, onValue }: OneProps) {
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={String(value ?? "")}
      onValue={(text) => {
        const number = Number(text.replace(",", "."));
        onValue(text.trim() === "" || Number.isNaN(number) || /[.,]$/.test(text) ? text : number);
      }}
    />
  );
}

function DayField({ label, value, onValue }: OneProps) {
  return <TextField label={label} placeholder="2026-03-04" value={String(value ?? "")} onValue={onValue} />;
}
