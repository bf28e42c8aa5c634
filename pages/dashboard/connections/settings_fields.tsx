import { t } from "../../i18n/texts.ts";
import fieldCss from "../../ui/field.module.css";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import {
  type Draft,
  type Drafts,
  emptyGroup,
  isDrafts,
  type SettingErrors,
  type SettingField,
} from "./schema.ts";
import { choiceWords } from "./words.ts";

interface Props {
  fields: readonly SettingField[];
  drafts: Drafts;
  errors: SettingErrors;
  onDrafts: (drafts: Drafts) => void;
  under?: string;
}

/** One control for each setting; what has to be said first, what may be left alone is folded away. */
export function SettingsFields({ fields, drafts, errors, onDrafts, under = "settings" }: Props) {
  const control = (field: SettingField) => (
    <SettingControl
      key={field.name}
      field={field}
      at={`${under}.${field.name}`}
      draft={drafts[field.name] ?? null}
      errors={errors}
      onDraft={(draft) => onDrafts({ ...drafts, [field.name]: draft })}
    />
  );
  const first = fields.filter((field) => field.required);
  const rest = fields.filter((field) => !field.required);
  if (under !== "settings") return <div class={formCss.form}>{[...first, ...rest].map(control)}</div>;
  const wrong = rest.some(({ name }) => Object.keys(errors).some((at) => at.startsWith(`settings.${name}`)));
  return (
    <>
      {first.map(control)}
      {rest.length > 0 && (
        <details class={formCss.more} open={wrong}>
          <summary>{t("connections-form-more")}</summary>
          <div class={formCss.form}>{rest.map(control)}</div>
        </details>
      )}
    </>
  );
}

interface ControlProps {
  field: SettingField;
  at: string;
  draft: Draft;
  errors: SettingErrors;
  onDraft: (draft: Draft) => void;
}

function SettingControl({ field, at, draft, errors, onDraft }: ControlProps) {
  const { label, hint, required, shape } = field;
  const text = typeof draft === "string" ? draft : "";
  const shown = { label, hint: hint || undefined, error: errors[at], value: text, onValue: onDraft };
  switch (shape.kind) {
    case "group":
      return <Group field={field} at={at} draft={draft} errors={errors} onDraft={onDraft} />;
    case "flag":
      return (
        <label class={formCss.check}>
          <input
            type="checkbox"
            checked={draft === true}
            onChange={(event) => onDraft(event.currentTarget.checked)}
          />
          <span>
            {label}
            {hint && <small>{hint}</small>}
          </span>
        </label>
      );
    case "choice": {
      const nothing = field.nullable ? [["", t("connections-form-nothing")] as const] : [];
      return (
        <SelectField
          {...shown}
          options={[...nothing, ...shape.options.map((each) => [each, choiceWords(each)] as const)]}
        />
      );
    }
    case "several":
      return <Several field={field} options={shape.options} draft={draft} onDraft={onDraft} />;
    case "lines":
      return <AreaField {...shown} hint={hint || t("connections-form-lines")} rows={2} />;
    case "json":
      return <AreaField {...shown} hint={hint || t("connections-form-json")} rows={4} />;
    case "number":
      return <TextField {...shown} name={field.name} inputMode="decimal" required={required} />;
    case "text":
      return <TextField {...shown} name={field.name} required={required} spellcheck={false} />;
  }
}

function Group({ field, at, draft, errors, onDraft }: ControlProps) {
  const { shape, label, hint, nullable } = field;
  if (shape.kind !== "group") return null;
  const on = isDrafts(draft);
  return (
    <fieldset class={formCss.group}>
      <legend>{label}</legend>
      {nullable && (
        <label class={formCss.check}>
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => onDraft(event.currentTarget.checked ? emptyGroup(shape) : null)}
          />
          <span>
            {t("connections-form-use")}
            {hint && <small>{hint}</small>}
          </span>
        </label>
      )}
      {!nullable && hint && <p class={fieldCss.note}>{hint}</p>}
      {on && (
        <SettingsFields fields={shape.fields} drafts={draft} errors={errors} onDrafts={onDraft} under={at} />
      )}
    </fieldset>
  );
}

interface SeveralProps {
  field: SettingField;
  options: readonly string[];
  draft: Draft;
  onDraft: (draft: Draft) => void;
}

function Several({ field, options, draft, onDraft }: SeveralProps) {
  const chosen: readonly string[] = Array.isArray(draft) ? draft : [];
  return (
    <fieldset class={formCss.group}>
      <legend>{field.label}</legend>
      {field.hint && <p class={fieldCss.note}>{field.hint}</p>}
      {options.map((option) => (
        <label key={option} class={formCss.check}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              onDraft(options.filter((each) => (each === option ? on : chosen.includes(each))));
            }}
          />
          <span>{choiceWords(option)}</span>
        </label>
      ))}
    </fieldset>
  );
}
