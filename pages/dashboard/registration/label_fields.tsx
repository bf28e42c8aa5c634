import { languageName, languages } from "../../i18n/texts.ts";
import { AreaField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import type { Labels } from "./wanted.ts";

interface Props {
  /** The name of the text: `Question`. */
  label: string;
  labels: Labels;
  /** True for texts of several lines. */
  long?: boolean;
  error?: string | undefined;
  onLabels: (labels: Record<string, string>) => void;
}

/** One text in every language; readers of a language that is left empty see another. */
export function LabelFields({ label, labels, long = false, error, onLabels }: Props) {
  const Field = long ? AreaField : TextField;
  return (
    <div class={formCss.row}>
      {languages().map((tag, index) => (
        <Field
          key={tag}
          label={`${label} (${languageName(tag)})`}
          value={labels[tag] ?? ""}
          error={index === 0 ? error : undefined}
          onValue={(text) => onLabels({ ...labels, [tag]: text })}
        />
      ))}
    </div>
  );
}
