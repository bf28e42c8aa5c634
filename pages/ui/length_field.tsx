import { useState } from "preact/hooks";
import { t } from "../i18n/texts.ts";
import fieldCss from "./field.module.css";
import { Field } from "./field.tsx";
import { isLength, lengthTyped, readLength, UNITS, type Unit, writeLength } from "./format/lengths.ts";
import css from "./length_field.module.css";

interface Props {
  label: string;
  error?: string | undefined;
  /** As the API writes it: `3 days`. */
  value: unknown;
  units?: readonly Unit[];
  onValue: (value: string) => void;
}

/** A length of time: a number and its unit, or both typed in the reader's words. */
export function LengthField({ label, error, value, units = UNITS, onValue }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const length = readLength(value);
  const wrong = error ?? (typed === null && !isLength(length) ? t("ui-length-wrong") : undefined);
  return (
    <Field label={label} error={wrong}>
      {({ id, describedBy, invalid }) => (
        <div class={css.length}>
          <input
            id={id}
            class={fieldCss.input}
            value={typed ?? length.amount}
            autocomplete="off"
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onInput={({ currentTarget }) => {
              setTyped(currentTarget.value);
              onValue(writeLength(lengthTyped(currentTarget.value, length.unit, units)));
            }}
            onBlur={() => setTyped(null)}
          />
          <select
            class={`${fieldCss.input} ${fieldCss.select}`}
            aria-label={t("ui-length-unit", { what: label })}
            value={length.unit}
            onChange={({ currentTarget }) =>
              onValue(writeLength({ ...length, unit: currentTarget.value as Unit }))
            }
          >
            {units.map((each) => (
              <option key={each} value={each}>
                {t(`ui-length-${each}`)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
