import { t } from "../../i18n/texts.ts";
import { SelectField } from "../../ui/field.tsx";
import { LengthField } from "../../ui/length_field.tsx";
import css from "./campaigns.module.css";
import { readOffset, writeOffset } from "./offsets.ts";

interface Props {
  label: string;
  error?: string | undefined;
  /** As the API writes it: "-3 days". */
  value: string;
  onValue: (value: string) => void;
}

/** A length of time before or after a moment, or the moment itself. */
export function OffsetField({ label, error, value, onValue }: Props) {
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
          error={error}
          value={`${amount} ${unit}`}
          onValue={(next) => onValue(direction === "before" ? `-${next}` : next)}
        />
      )}
    </div>
  );
}
