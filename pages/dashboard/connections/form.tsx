import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ConnectionKind } from "../../generated/api.ts";
import { language, t } from "../../i18n/texts.ts";
import { type Action, useAction } from "../../ui/action.ts";
import fieldCss from "../../ui/field.module.css";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Problem } from "../../ui/problem.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { type Drafts, draftsOf, fieldsOf, isPlaced, readDrafts, type SettingField } from "./schema.ts";
import { given, missing, SecretFields } from "./secret_fields.tsx";
import { SettingsFields } from "./settings_fields.tsx";
import { eventTypeWords } from "./words.ts";

/** The content of a form, as it is sent. */
export interface Wanted {
  name: string;
  secrets: Record<string, string>;
  settings: Record<string, unknown>;
  /** Null: all that the kind understands. */
  events: string[] | null;
}

export interface ConnectionForm {
  kind: ConnectionKind;
  /** True when the form has fields for secrets. */
  withSecrets: boolean;
  fields: readonly SettingField[];
  name: string;
  setName: (name: string) => void;
  secrets: Record<string, string>;
  setSecrets: (secrets: Record<string, string>) => void;
  drafts: Drafts;
  setDrafts: (drafts: Drafts) => void;
  events: readonly string[];
  setEvents: (events: readonly string[]) => void;
  errors: Readonly<Record<string, string>>;
  /** Reads the form and sends it, unless something in it means nothing. */
  send: Action<[]>;
}

/** The state of a form for one kind of connection. */
export function useConnectionForm(
  kind: ConnectionKind,
  initial: Pick<Wanted, "name" | "settings" | "events">,
  withSecrets: boolean,
  work: (wanted: Wanted) => Promise<unknown>,
): ConnectionForm {
  const fields = useMemo(() => fieldsOf(kind.settings), [kind, language()]);
  const [name, setName] = useState(initial.name);
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [drafts, setDrafts] = useState(() => draftsOf(fields, initial.settings));
  const [events, setEvents] = useState<readonly string[]>(initial.events ?? kind.events);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const send = useAction(async () => {
    const read = readDrafts(fields, drafts);
    // Everything that is missing is said at once.
    const wrong = {
      ...(name.trim() === "" && { name: t("connections-form-needed") }),
      ...(withSecrets && missing(kind, secrets)),
      ...(read.kind === "wrong" && read.errors),
    };
    setErrors(wrong);
    if (read.kind === "wrong" || Object.keys(wrong).length > 0) return;
    try {
      const all = kind.events.every((each) => events.includes(each));
      const wanted = { name, secrets: given(secrets), settings: read.settings };
      await work({ ...wanted, events: all ? null : [...events] });
    } catch (thrown) {
      if (thrown instanceof Problem) setErrors(thrown.fields);
      throw thrown;
    }
  });
  return {
    kind,
    withSecrets,
    fields,
    name,
    setName,
    secrets,
    setSecrets,
    drafts,
    setDrafts,
    events,
    setEvents,
    errors,
    send,
  };
}

interface Props {
  id: string;
  form: ConnectionForm;
}

/** The name, the secrets and the settings; what is refused stands beside its field, else at the end. */
export function ConnectionFormFields({ id, form }: Props) {
  const { kind, withSecrets, fields, errors, send } = form;
  const element = useRef<HTMLFormElement>(null);

  // What is wrong is read out by going there.
  useEffect(() => {
    element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [errors]);

  const asked = withSecrets ? kind.secrets.map((secret) => `secrets.${secret.name}`) : [];
  const at = Object.keys(errors);
  const beside =
    at.length > 0 &&
    at.every((name) => ["name", "events"].includes(name) || asked.includes(name) || isPlaced(fields, name));
  return (
    <form
      id={id}
      class={formCss.form}
      ref={element}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send.run();
      }}
    >
      <TextField
        label={t("connections-form-name")}
        name="name"
        required
        autoFocus
        hint={t("connections-form-name_hint")}
        value={form.name}
        onValue={form.setName}
        error={errors.name}
      />
      {withSecrets && (
        <SecretFields kind={kind} secrets={form.secrets} errors={errors} onSecrets={form.setSecrets} />
      )}
      <SettingsFields fields={fields} drafts={form.drafts} errors={errors} onDrafts={form.setDrafts} />
      {kind.events.length > 1 && <EventsField form={form} error={errors.events} />}
      <ProblemNote problem={beside ? null : send.problem} />
    </form>
  );
}

/** The choice of event types for the future. */
function EventsField({ form, error }: { form: ConnectionForm; error: string | undefined }) {
  const { kind, events, setEvents } = form;
  return (
    <details class={formCss.more} open={error !== undefined || events.length < kind.events.length}>
      <summary>{t("connections-form-events")}</summary>
      <fieldset class={formCss.group}>
        <legend class="hidden">{t("connections-form-events_hint")}</legend>
        {kind.events.map((type) => (
          <label key={type} class={formCss.check}>
            <input
              type="checkbox"
              checked={events.includes(type)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setEvents(kind.events.filter((each) => (each === type ? on : events.includes(each))));
              }}
            />
            <span>{eventTypeWords(type)}</span>
          </label>
        ))}
        {error && (
          <p class={fieldCss.note} data-wrong role="alert">
            {error}
          </p>
        )}
      </fieldset>
    </details>
  );
}
