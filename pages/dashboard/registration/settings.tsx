import { useState } from "preact/hooks";
import type { Registration, Wanted, Webinar } from "../../generated/api.ts";
import { city, t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { CURRENCIES, minorOf, typedOf } from "../../ui/format/money.ts";
import { fromWall, toWall } from "../../ui/format/zones.ts";
import { MomentField } from "../../ui/moment_field.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { may } from "../signin/session.ts";
import { registration } from "./api.ts";
import { Check } from "./check.tsx";
import { Consents } from "./consents.tsx";
import { LabelFields } from "./label_fields.tsx";
import { Questions } from "./questions.tsx";
import css from "./tab.module.css";
import { consentsToSave, linesOf, questionsToSave } from "./wanted.ts";

const FIELDS = [
  "first_name",
  "last_name",
  "company",
  "job_title",
  "phone",
  "industry",
  "street_address",
  "postal_code",
  "city",
  "state",
  "country",
] as const;

interface Props {
  webinar: Webinar;
  settings: Registration;
  onSaved: (settings: Registration) => void;
}

/** The form of the settings. */
export function RegistrationSettings({ webinar, settings, onSaved }: Props) {
  const [edited, setEdited] = useState(() => ({ ...settings, open: settings.saved ? settings.open : true }));
  const language = webinar.language ?? "en";
  const [currency, setCurrency] = useState(settings.price?.currency ?? "eur");
  const [amount, setAmount] = useState(
    settings.price ? typedOf(settings.price.amount_minor, settings.price.currency) : "",
  );
  const zone = webinar.timezone;
  const [opens, setOpens] = useState(wallOf(settings.open_from, zone));
  const [closes, setCloses] = useState(wallOf(settings.open_until, zone));
  const [domains, setDomains] = useState(settings.blocked_domains.join("\n"));
  const minor = amount.trim() ? minorOf(amount, currency) : undefined;
  const set = (changes: Partial<Registration>) => setEdited({ ...edited, ...changes });
  const save = useAction(async () => {
    const { slug, open, approval, confirm_address, waitlist, fields, questions, consents, intro } = edited;
    const saved = await registration.save(webinar.id, {
      slug,
      open,
      approval,
      confirm_address,
      waitlist,
      fields,
      questions: questionsToSave(questions, language),
      consents: consentsToSave(consents, language),
      intro: Object.fromEntries(Object.entries(intro).filter(([, text]) => text.trim())),
      blocked_domains: linesOf(domains),
      tell_rejected: edited.tell_rejected,
      open_from: opens.trim() ? fromWall(opens, zone) : null,
      open_until: closes.trim() ? fromWall(closes, zone) : null,
      redirect_url: edited.redirect_url || null,
      price: minor ? { amount_minor: minor, currency } : null,
    });
    // What was just made has its ids now, which the next save keeps.
    set({ questions: saved.questions, consents: saved.consents });
    onSaved(saved);
    toast(t("registration-saved"));
  });
  const errors = save.problem?.fields ?? {};
  return (
    <form
      class={`${cardCss.card} ${formCss.form} ${css.padded}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (minor !== null) void save.run();
      }}
    >
      <TextField
        label={t("registration-slug")}
        hint={edited.url.replace(/[^/]*$/, edited.slug)}
        value={edited.slug}
        onValue={(slug) => set({ slug })}
        error={
          save.problem?.code === "slug_taken" ? errors.slug : errors.slug && t("registration-slug-wrong")
        }
        spellcheck={false}
      />
      <Check label={t("registration-is_open")} value={edited.open} onValue={(open) => set({ open })} />
      <div class={formCss.row}>
        <MomentField
          label={t("registration-opens")}
          hint={t("registration-opens-hint", { zone: city(zone) })}
          required={false}
          value={opens}
          onValue={setOpens}
          error={errors.open_from}
        />
        <MomentField
          label={t("registration-closes")}
          hint={t("registration-closes-hint", { zone: city(zone) })}
          required={false}
          value={closes}
          onValue={setCloses}
          error={errors.open_until}
        />
      </div>
      <Check
        label={t("registration-approval")}
        hint={t("registration-approval-hint")}
        value={edited.approval === "manual"}
        onValue={(manual) => set({ approval: manual ? "manual" : "automatic" })}
      />
      <Check
        label={t("registration-confirm_address")}
        hint={t("registration-confirm_address-hint")}
        value={edited.confirm_address}
        onValue={(confirm_address) => set({ confirm_address })}
      />
      <Check
        label={t("registration-waitlist")}
        value={edited.waitlist}
        onValue={(waitlist) => set({ waitlist })}
      />
      <Check
        label={t("registration-tell_rejected")}
        value={edited.tell_rejected}
        onValue={(tell_rejected) => set({ tell_rejected })}
      />
      <div class={formCss.row}>
        <TextField
          label={t("registration-price")}
          hint={t("registration-price-hint")}
          value={amount}
          onValue={setAmount}
          inputMode="decimal"
          error={
            minor === null ? t("registration-price-invalid") : (errors.price ?? errors["price.amount_minor"])
          }
        />
        <SelectField<string>
          label={t("registration-currency")}
          value={currency}
          options={[...new Set([...CURRENCIES, currency])].map((each) => [each, each.toUpperCase()])}
          onValue={setCurrency}
        />
      </div>
      <LabelFields
        long
        label={t("registration-intro")}
        labels={edited.intro}
        error={errorOf(errors, "intro")}
        onLabels={(intro) => set({ intro })}
      />
      <details class={formCss.more}>
        <summary>{t("registration-fields")}</summary>
        <div class={formCss.row}>
          {FIELDS.map((name) => (
            <SelectField<Wanted>
              key={name}
              label={t(`form-${name}`)}
              value={edited.fields[name] ?? "hidden"}
              options={[
                ["hidden", t("registration-wanted-hidden")],
                ["optional", t("registration-wanted-optional")],
                ["required", t("registration-wanted-required")],
              ]}
              onValue={(wanted) => set({ fields: { ...edited.fields, [name]: wanted } })}
            />
          ))}
        </div>
      </details>
      <details class={formCss.more} open={hasError(errors, "questions")}>
        <summary>{t("registration-questions", { count: edited.questions.length })}</summary>
        <Questions
          questions={edited.questions}
          errors={errors}
          onQuestions={(questions) => set({ questions: [...questions] })}
        />
      </details>
      <details class={formCss.more} open={hasError(errors, "consents")}>
        <summary>{t("registration-consents", { count: edited.consents.length })}</summary>
        <Consents
          consents={edited.consents}
          errors={errors}
          onConsents={(consents) => set({ consents: [...consents] })}
        />
      </details>
      <AreaField
        label={t("registration-blocked_domains")}
        hint={t("registration-blocked_domains-hint")}
        value={domains}
        onValue={setDomains}
        error={domainError(errors)}
        rows={3}
      />
      <TextField
        label={t("registration-redirect_url")}
        value={edited.redirect_url ?? ""}
        onValue={(redirect_url) => set({ redirect_url })}
        error={errors.redirect_url}
        placeholder="https://"
      />
      <ProblemNote problem={save.problem} />
      {may("write") && (
        <div class="actions">
          <Button kind="primary" type="submit" busy={save.busy}>
            {t("registration-save")}
          </Button>
        </div>
      )}
    </form>
  );
}

function wallOf(instant: string | undefined, zone: string): string {
  return instant ? toWall(Date.parse(instant), zone) : "";
}

/** The error of a part of the form, or of something in it. */
function errorOf(errors: Readonly<Record<string, string>>, part: string): string | undefined {
  return Object.entries(errors).find(([at]) => at === part || at.startsWith(`${part}.`))?.[1];
}

/** The first domain that is wrong, by its line. */
function domainError(errors: Readonly<Record<string, string>>): string | undefined {
  const at = Object.keys(errors).find((each) => each.startsWith("blocked_domains."));
  if (at) return t("registration-blocked_domains-wrong", { line: Number(at.split(".")[1]) + 1 });
  return errors.blocked_domains;
}

/** Return true when a part of the form has an error, and is to be seen. */
function hasError(errors: Readonly<Record<string, string>>, part: string): boolean {
  return Object.keys(errors).some((at) => at.startsWith(`${part}.`));
}
