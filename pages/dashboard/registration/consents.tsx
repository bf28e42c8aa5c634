import type { Consent } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { TextField } from "../../ui/field.tsx";
import { Ordered } from "../../ui/ordered.tsx";
import { Check } from "./check.tsx";
import { LabelFields } from "./label_fields.tsx";
import { NEW_CONSENT } from "./wanted.ts";

const MOST = 10;

interface Props {
  consents: readonly Consent[];
  /** Messages by dotted name: `consents.0.purpose`. */
  errors: Readonly<Record<string, string>>;
  onConsents: (consents: readonly Consent[]) => void;
}

/** The texts that people agree to, each with its purpose; `event` is a notice, and no consent to anything else. */
export function Consents({ consents, errors, onConsents }: Props) {
  return (
    <Ordered
      items={consents}
      name={(number) => t("registration-consent", { number })}
      add={t("registration-consent_add")}
      fresh={consents.length < MOST ? NEW_CONSENT : undefined}
      onItems={onConsents}
    >
      {(consent, set, index) => (
        <>
          <TextField
            label={t("registration-purpose")}
            hint={t("registration-purpose_hint")}
            error={errors[`consents.${index}.purpose`]}
            value={consent.purpose}
            maxLength={40}
            spellcheck={false}
            onValue={(purpose) => set({ ...consent, purpose })}
          />
          <LabelFields
            long
            label={t("registration-consent_text")}
            labels={consent.label}
            error={errors[`consents.${index}.label`]}
            onLabels={(label) => set({ ...consent, label })}
          />
          <Check
            label={t("registration-wanted-required")}
            value={consent.required ?? false}
            onValue={(required) => set({ ...consent, required })}
          />
        </>
      )}
    </Ordered>
  );
}
