import type { ConnectionKind, SecretKind } from "../api/connection_types.ts";
import { sentence } from "../format/words.ts";
import { TextField } from "../ui/field.tsx";

interface Props {
  kind: ConnectionKind;
  secrets: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  onSecrets: (secrets: Record<string, string>) => void;
  /** Whether the connection has secrets already, so that none must be given. */
  rotating?: boolean;
}

/** One field for each secret of a kind; those that it can do without are folded away. */
export function SecretFields({ kind, secrets, errors, onSecrets, rotating = false }: Props) {
  const field = (secret: SecretKind) => (
    <TextField
      key={secret.name}
      label={sentence(secret.name)}
      name={secret.name}
      type="password"
      autoComplete="new-password"
      spellcheck={false}
      required={secret.required && !secret.made_here && !rotating}
      hint={secretHint(secret, rotating)}
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
        <details class="more" open={rotating || rest.some(({ name }) => errors[`secrets.${name}`])}>
          <summary>{kind.asked ? "Credentials for asking it" : "More secrets"}</summary>
          <div class="form">{rest.map(field)}</div>
        </details>
      )}
    </>
  );
}

function secretHint({ made_here }: SecretKind, rotating: boolean): string | undefined {
  if (made_here) return "Leave it empty and one is made, to be shown once.";
  return rotating ? "Left empty, it stays as it is." : undefined;
}

/** Those that were filled in. */
export function given(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value.trim() !== ""));
}
