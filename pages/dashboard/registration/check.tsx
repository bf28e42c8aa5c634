import formCss from "../../ui/form.module.css";

interface Props {
  label: string;
  hint?: string;
  value: boolean;
  onValue: (value: boolean) => void;
}

/** A box to tick, with its label and a hint. */
export function Check({ label, hint, value, onValue }: Props) {
  return (
    <label class={formCss.check}>
      <input type="checkbox" checked={value} onChange={(event) => onValue(event.currentTarget.checked)} />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}
