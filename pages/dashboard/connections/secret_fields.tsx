import type { ConnectionKind, Secret } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import fieldCss from "../../ui/field.module.css";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { nameWords } from "./words.ts";

interface Props {
  kind: ConnectionKind;
  secrets: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  onSecrets: (secrets: Record<string, string>) => void;
  /** The secrets that the connection has already; they need not be given. */
  kept?: readonly string[];
}

/** One field for each secret of a kind; those that it can do without are folded away. */
export function SecretFields({ kind, secrets, errors, onSecrets, kept = [] }: Props) {
  const field = (secret: Secret) => (
    <TextField
      key={secret.name}
      label={nameWords(secret.name)}
      name={secret.name}
      type="password"
      autoComplete="new-password"
      spellcheck={false}
      required={secret.required && !secret.made_here && !kept.includes(secret.name)}
      hint={secretHint(secret, kept)}
      value={secrets[secret.name] ?? ""}
      error={errors[`secrets.${secret.name}`]}
      onValue={(value) => onSecrets({ ...secrets, [secret.name]: value })}
    />
  );
  const first = kind.secrets.filter((secret) => secret.required);
  const rest = kind.secrets.filter((secret) => !secret.required);
  return (
    <>
      {first.map(field)}
      {rest.length > 0 && (
        <details
          class={formCss.more}
          open={kept.length > 0 || rest.some(({ name }) => errors[`secrets.${name}`])}
        >
          <summary>
            {kind.can_be_pulled ? t("connections-secrets-api") : t("connections-secrets-more")}
          </summary>
          <div class={formCss.form}>
            {kind.can_be_pulled && <p class={fieldCss.note}>{t("connections-secrets-api_text")}</p>}
            {rest.map(field)}
          </div>
        </details>
      )}
    </>
  );
}

function secretHint({ name, made_here }: Secret, kept: readonly string[]): string | undefined {
  if (made_here) return t("connections-secrets-made_here");
  return kept.includes(name) ? t("connections-secrets-kept") : undefined;
}

/** The missing secrets of a new connection, each with a message. */
export function missing(
  kind: ConnectionKind,
  secrets: Readonly<Record<string, string>>,
): Record<string, string> {
  const has = given(secrets);
  return Object.fromEntries(
    kind.secrets
      .filter(({ name, required, made_here }) => required && !made_here && has[name] === undefined)
      .map(({ name }) => [`secrets.${name}`, t("connections-form-needed")]),
  );
}

/** The secrets that were filled in. */
export function given(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value.trim() !== ""));
}
