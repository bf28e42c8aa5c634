import { t } from "../../i18n/texts.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import css from "./campaigns.module.css";
import { readOffset, UNITS, writeOffset } from "./lengths.ts";

interface Props {
  label: string;
  /** As the API writes it: "2 hours". */
  value: string;
  onValue: (value: string) => void;
}

function unitOptions() {
  return UNITS.map(
    (each) => [each, each === "minutes" ? t("campaigns-unit-minutes") : t(`segments-unit-${each}`)] as const,
  );
}

/** A length of time: a number and its unit. */
export function LengthField({ label, value, onValue }: Props) {
  const { amount, unit } = readOffset(value);
  return (
    <div class={css.bar}>
      <TextField
        label={label}
        inputMode="numeric"
        required
        value={amount}
        onValue={(next) => onValue(`${next} ${unit}`)}
      />
      <SelectField
        label={t("segments-unit")}
        value={unit}
        options={unitOptions()}
        onValue={(next) => onValue(`${amount} ${next}`)}
      />
    </div>
  );
}

/** A length of time before or after a moment, or the moment itself. */
export function OffsetField({ label, value, onValue }: Props) {
  const { direction, amount, unit } = readOffset(value);
  return (
    <div class={css.bar}>
      <SelectField
        label={label}
        value={direction}
        options={[
          ["before", t("campaigns-offset-before")],
          ["at", t("campaigns-offset-at")],
          ["after", t("campaigns-offset-after")],
        ]}
        onValue={(next) => onValue(writeOffset(next, amount === "0" ? "1" : amount, unit))}
      />
      {direction !== "at" && (
        <LengthField
          label={t("campaigns-length")}
          value={`${amount} ${unit}`}
          onValue={(next) => onValue(direction === "before" ? `-${next}` : next)}
        />
      )}
    </div>
  );
}
