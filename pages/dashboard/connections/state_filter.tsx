import chipsCss from "../../ui/chips.module.css";
import { count } from "../../ui/format/numbers.ts";

interface Props<T extends string> {
  label: string;
  /** Each state with its name, and how many there are where that is known. */
  states: readonly (readonly [state: T, label: string, many: number | null])[];
  chosen: T | null;
  onChoose: (state: T | null) => void;
}

/** One state, or all. */
export function StateFilter<T extends string>({ label, states, chosen, onChoose }: Props<T>) {
  return (
    <fieldset class={chipsCss.chips} aria-label={label}>
      {states.map(([state, words, many]) => (
        <button
          key={state}
          type="button"
          class={chipsCss.chip}
          aria-pressed={state === chosen}
          onClick={() => onChoose(state === chosen ? null : state)}
        >
          {words}
          {many !== null && <span class={chipsCss.count}>{count(many)}</span>}
        </button>
      ))}
    </fieldset>
  );
}
