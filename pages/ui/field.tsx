import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import css from "./field.module.css";

interface Labelled {
  label: string;
  hint?: string | undefined;
  /** The field's error; read out with the field. */
  error?: string | undefined;
}

interface Control {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

/** A label, its control, a hint, and what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  children,
}: Labelled & { children: (control: Control) => ComponentChildren }) {
  const id = useId();
  const note = `${id}-note`;
  const describedBy = hint || error ? note : undefined;
  return (
    <div class={css.field} data-wrong={error !== undefined || undefined}>
      <label for={id}>{label}</label>
      {children({ id, describedBy, invalid: error !== undefined })}
      {describedBy && (
        <p id={note} class={css.note}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

type TextProps = Labelled & {
  value: string;
  onValue: (value: string) => void;
  type?: "text" | "email" | "password" | "date";
  min?: string;
  max?: string;
  maxLength?: number;
  name?: string;
  placeholder?: string | undefined;
  autoComplete?: string;
  inputMode?: "decimal" | "numeric";
  required?: boolean;
  autoFocus?: boolean;
  spellcheck?: boolean;
  disabled?: boolean;
  onBlur?: () => void;
  /** The suggestions while a person types: the value for the field, and further texts that find it. */
  offers?: readonly (readonly [value: string, words: string])[];
};

/** A year has four digits: a fifth would be taken for one of the year. */
const LAST_DAY = "9999-12-31";

export function TextField({
  label,
  hint,
  error,
  value,
  onValue,
  type = "text",
  offers,
  ...given
}: TextProps) {
  // Preact types every input type apart, which a type that is only known at run time fits none of.
  const list = useId();
  const max = type === "date" ? LAST_DAY : undefined;
  const input = { max, ...given, type, ...(offers && { list }) } as JSX.IntrinsicElements["input"];
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <>
          <input
            {...input}
            id={id}
            class={css.input}
            value={value}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          {offers && (
            <datalist id={list}>
              {offers.map(([each, words]) => (
                <option key={each} value={each} label={words} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

type AreaProps = Labelled & {
  value: string;
  rows?: number;
  maxLength?: number;
  placeholder?: string;
  onValue: (value: string) => void;
};

export function AreaField({ label, hint, error, value, onValue, ...area }: AreaProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <textarea
          {...area}
          id={id}
          class={css.input}
          value={value}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

type SelectProps<T extends string> = Labelled & {
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onValue: (value: T) => void;
  disabled?: boolean;
};

export function SelectField<T extends string>({
  label,
  hint,
  error,
  value,
  options,
  onValue,
  disabled,
}: SelectProps<T>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          class={`${css.input} ${css.select}`}
          value={value}
          disabled={disabled}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={(event) => onValue(event.currentTarget.value as T)}
        >
          {options.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
