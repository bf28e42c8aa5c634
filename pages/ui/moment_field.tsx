import { useState } from "preact/hooks";
import { t } from "../i18n/texts.ts";
import fieldCss from "./field.module.css";
import { Field } from "./field.tsx";
import { clockTyped, clockWritten } from "./format/clock_times.ts";
import css from "./moment_field.module.css";

interface Props {
  label: string;
  /** The moment as every page writes it. */
  hint?: string | undefined;
  error?: string | undefined;
  name?: string;
  disabled?: boolean;
  /** Without it the moment may be left out; a day alone then begins at midnight. */
  required?: boolean;
  /** Wall-clock text, `2026-03-04T18:00`; with a part missing or wrong it is no time, and empty without any. */
  value: string;
  onValue: (wall: string) => void;
}

/** A day from the browser's calendar, and a time by the clock of the page: browsers show theirs with 12 or 24 hours. */
export function MomentField({
  label,
  hint,
  error,
  name,
  disabled = false,
  required = true,
  value,
  onValue,
}: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [day = "", time = ""] = value.split("T");
  const set = (nextDay: string, nextTime: string) => {
    const atMidnight = !required && nextDay !== "" && nextTime === "";
    onValue(nextDay === "" && nextTime === "" ? "" : `${nextDay}T${atMidnight ? "00:00" : nextTime}`);
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <div class={css.moment}>
          <input
            id={id}
            class={fieldCss.input}
            type="date"
            name={name}
            required={required}
            disabled={disabled}
            max="9999-12-31"
            value={day}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onInput={({ currentTarget }) => set(currentTarget.value, time)}
          />
          <input
            class={fieldCss.input}
            name={name && `${name}_time`}
            aria-label={t("ui-time_of", { what: label })}
            required={required}
            disabled={disabled}
            autocomplete="off"
            placeholder={clockWritten("18:00")}
            value={typed ?? clockWritten(time)}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onInput={({ currentTarget }) => {
              setTyped(currentTarget.value);
              set(day, clockTyped(currentTarget.value) ?? currentTarget.value.trim());
            }}
            onBlur={() => setTyped(null)}
          />
        </div>
      )}
    </Field>
  );
}
