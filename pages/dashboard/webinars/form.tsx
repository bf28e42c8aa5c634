import { useEffect, useRef } from "preact/hooks";
import { languageName, languages, t } from "../../i18n/texts.ts";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { MomentField } from "../../ui/moment_field.tsx";
import { ZoneField } from "../../ui/zone_field.tsx";
import { asRead, type Errors, thresholdHint, type WebinarForm } from "./form_state.ts";

interface Props {
  form: WebinarForm;
  errors: Errors;
  onForm: (form: WebinarForm) => void;
  /** Times and time zone do not change any more. */
  over?: boolean;
}

/** Every field of a webinar; those that few need are folded away. */
export function WebinarFormFields({ form, errors, onForm, over = false }: Props) {
  const element = useRef<HTMLDivElement>(null);

  // What is wrong is read out by going there.
  useEffect(() => {
    element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [errors]);

  const set =
    <K extends keyof WebinarForm>(name: K) =>
    (value: WebinarForm[K]) =>
      onForm({ ...form, [name]: value });
  const bind = <K extends keyof WebinarForm>(name: K) => ({
    value: form[name],
    error: errors[name],
    onValue: set(name),
  });
  const rare = [
    "liveUrl",
    "watchUrl",
    "allowedOrigins",
    "threshold",
    "grace",
    "attendeeLimit",
    "registrantLimit",
  ] as const;
  return (
    <div class={formCss.form} ref={element}>
      <TextField
        label={t("webinars-form-name")}
        name="name"
        required
        autoFocus
        placeholder={t("webinars-form-name_example")}
        {...bind("name")}
      />
      <div class={formCss.row}>
        <MomentField
          label={t("webinars-form-starts")}
          name="starts_at"
          disabled={over}
          hint={asRead(form.starts, form.timezone)}
          {...bind("starts")}
        />
        <MomentField
          label={t("webinars-form-ends")}
          name="ends_at"
          disabled={over}
          hint={asRead(form.ends, form.timezone)}
          {...bind("ends")}
        />
      </div>
      <ZoneField
        label={t("webinars-form-timezone")}
        hint={over ? t("webinars-form-timezone_over") : t("webinars-form-timezone_hint")}
        disabled={over}
        {...bind("timezone")}
      />
      <SelectField
        label={t("webinars-form-language")}
        hint={t("webinars-form-language_hint")}
        options={[
          ["", t("webinars-form-language_browser")],
          ...languages().map((tag) => [tag, languageName(tag)] as const),
        ]}
        {...bind("language")}
      />
      <div class={formCss.row} data-wide-first>
        <TextField
          label={t("webinars-form-recording")}
          name="recording_url"
          placeholder={t("webinars-form-recording_example")}
          hint={t("webinars-form-recording_hint")}
          spellcheck={false}
          {...bind("recordingUrl")}
        />
        <TextField
          label={t("webinars-form-length")}
          name="recording_length"
          placeholder="45:00"
          hint={t("webinars-form-length_hint")}
          {...bind("recordingLength")}
        />
      </div>
      <details class={formCss.more} open={rare.some((name) => errors[name])}>
        <summary>{t("webinars-form-more")}</summary>
        <div class={formCss.form}>
          <TextField
            label={t("webinars-form-live")}
            placeholder="https://…"
            hint={t("webinars-form-live_hint")}
            spellcheck={false}
            {...bind("liveUrl")}
          />
          <TextField
            label={t("webinars-form-watch")}
            placeholder="https://…"
            hint={t("webinars-form-watch_hint")}
            spellcheck={false}
            {...bind("watchUrl")}
          />
          <AreaField
            label={t("webinars-form-origins")}
            rows={2}
            placeholder="https://www.example.com"
            hint={t("webinars-form-origins_hint")}
            {...bind("allowedOrigins")}
          />
          <div class={formCss.row}>
            <TextField
              label={t("webinars-form-threshold")}
              inputMode="decimal"
              hint={thresholdHint(form)}
              {...bind("threshold")}
            />
            <TextField
              label={t("webinars-form-grace")}
              inputMode="numeric"
              placeholder={t("webinars-form-grace_example")}
              hint={t("webinars-form-grace_hint")}
              {...bind("grace")}
            />
          </div>
          <div class={formCss.row}>
            <TextField
              label={t("webinars-form-attendees")}
              inputMode="numeric"
              placeholder={t("ui-none")}
              {...bind("attendeeLimit")}
            />
            <TextField
              label={t("webinars-form-registrants")}
              inputMode="numeric"
              placeholder={
                form.attendeeLimit.trim() ? `${Number(form.attendeeLimit) * 10 || ""}` : t("ui-none")
              }
              {...bind("registrantLimit")}
            />
          </div>
          <div class={formCss.row}>
            <SelectField
              label={t("webinars-form-cancels")}
              options={[
                ["ignore", t("webinars-form-cancels_ignore")],
                ["remove", t("webinars-form-cancels_remove")],
              ]}
              {...bind("cancellations")}
            />
            <SelectField
              label={t("webinars-form-flip")}
              options={[
                ["watch", t("webinars-form-flip_watch")],
                ["click", t("webinars-form-flip_click")],
              ]}
              {...bind("flipOn")}
            />
            <SelectField
              label={t("webinars-form-viewers")}
              options={[
                ["no", t("webinars-form-viewers_no")],
                ["yes", t("webinars-form-viewers_yes")],
              ]}
              {...bind("showViewers")}
            />
          </div>
        </div>
      </details>
    </div>
  );
}
