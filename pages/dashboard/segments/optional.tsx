import type { ComponentChildren } from "preact";
import formCss from "../../ui/form.module.css";
import css from "./builder.module.css";
import type { Json } from "./tree.ts";

interface Props {
  label: string;
  /** The constraint's field in the condition. */
  name: string;
  /** Its first value, when it is switched on. */
  first: unknown;
  leaf: Json;
  onLeaf: (leaf: Json) => void;
  children: (value: Json, onValue: (value: Json) => void) => ComponentChildren;
}

/** A constraint that a condition may have or leave out. */
export function Optional({ label, name, first, leaf, onLeaf, children }: Props) {
  const value = leaf[name] as Json | undefined;
  return (
    <fieldset class={css.constraint}>
      <legend class="hidden">{label}</legend>
      <label class={formCss.check}>
        <input
          type="checkbox"
          checked={value !== undefined}
          onChange={(event) => {
            const { [name]: _, ...rest } = leaf;
            onLeaf(event.currentTarget.checked ? { ...rest, [name]: first } : rest);
          }}
        />
        <span>{label}</span>
      </label>
      {value !== undefined && children(value, (next) => onLeaf({ ...leaf, [name]: next }))}
    </fieldset>
  );
}

interface NamesProps {
  label: string;
  /** The field of the condition, a list of names; none ticked leaves it out. */
  name: string;
  options: readonly (readonly [value: string, label: string])[];
  leaf: Json;
  onLeaf: (leaf: Json) => void;
}

/** Names of which any may hold. */
export function Names({ label, name, options, leaf, onLeaf }: NamesProps) {
  const chosen = (leaf[name] ?? []) as readonly string[];
  return (
    <fieldset class={css.statuses}>
      <legend>{label}</legend>
      {options.map(([value, text]) => (
        <label key={value} class={formCss.check}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => {
              const rest = chosen.filter((each) => each !== value);
              const next = event.currentTarget.checked ? [...rest, value] : rest;
              const { [name]: _, ...others } = leaf;
              onLeaf(next.length > 0 ? { ...others, [name]: next } : others);
            }}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
