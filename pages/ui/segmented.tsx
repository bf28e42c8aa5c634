import type { ComponentChildren } from "preact";
import css from "./segmented.module.css";

interface Props<T extends string> {
  label: string;
  options: readonly (readonly [value: T, label: ComponentChildren])[];
  value: T;
  onValue: (value: T) => void;
}

/** One of a few, all of them seen. */
export function Segmented<T extends string>({ label, options, value, onValue }: Props<T>) {
  return (
    <fieldset class={css.segmented} aria-label={label}>
      {options.map(([each, words]) => (
        <button key={each} type="button" aria-pressed={each === value} onClick={() => onValue(each)}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}
