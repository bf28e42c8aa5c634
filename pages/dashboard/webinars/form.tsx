import { useEffect, useMemo, useRef } from "preact/hooks";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { zones } from "../../ui/format/zones.ts";
import type { Errors, WebinarForm } from "./form_state.ts";

interface Props {
  form: WebinarForm;
  errors: Errors;
  onForm: (form: WebinarForm) => void;
  /** Times and time zone do not change any more. */
  over?: boolean;
}

/** Every field of a webinar; those that few need are folded away. */
export function WebinarFormFields({ form, errors, onForm, over = false }: Props) {
  const known = useMemo(zones, []);
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
  const zoneList = known.includes(form.timezone) ? known : [form.timezone, ...known];
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
        label="Name"
        name="name"
        required
        autoFocus
        placeholder="Quarterly product update"
        {...bind("name")}
      />
      <div class={formCss.row}>
        <TextField
          label="Starts"
          name="starts_at"
          type="datetime-local"
          required
          disabled={over}
          {...bind("starts")}
        />
        <TextField
          label="Ends"
          name="ends_at"
          type="datetime-local"
          required
          disabled={over}
          {...bind("ends")}
        />
      </div>
      <SelectField
        label="Time zone"
        hint={
          over
            ? "The event is over, so its times stay as they are."
            : "Of the times above, and of the days in the charts."
        }
        disabled={over}
        options={zoneList.map((zone) => [zone, zone.replaceAll("_", " ")] as const)}
        {...bind("timezone")}
      />
      <div class={formCss.row} data-wide-first>
        <TextField
          label="Recording"
          name="recording_url"
          placeholder="https://… or /recordings/…"
          hint="MP4, WebM or HLS. It can come later."
          spellcheck={false}
          {...bind("recordingUrl")}
        />
        <TextField
          label="Length"
          name="recording_length"
          placeholder="45:00"
          hint="h:mm:ss"
          {...bind("recordingLength")}
        />
      </div>
      <details class={formCss.more} open={rare.some((name) => errors[name])}>
        <summary>More settings</summary>
        <div class={formCss.form}>
          <TextField
            label="Live room"
            placeholder="https://…"
            hint="Where the join link leads during the event. Without one, the recording plays as an automated webinar."
            spellcheck={false}
            {...bind("liveUrl")}
          />
          <TextField
            label="Own watch page"
            placeholder="https://…"
            hint="A page of yours with the viewer script, instead of our watch page."
            spellcheck={false}
            {...bind("watchUrl")}
          />
          <AreaField
            label="Allowed origins"
            rows={2}
            placeholder="https://www.example.com"
            hint="Sites that may count watching for this webinar, one per line."
            {...bind("allowedOrigins")}
          />
          <div class={formCss.row}>
            <TextField
              label="View after (seconds)"
              inputMode="decimal"
              hint="Watching strictly longer than this is a view."
              {...bind("threshold")}
            />
            <TextField
              label="Finish after (seconds)"
              inputMode="numeric"
              placeholder="120, or 10800 with a provider"
              hint="From the end until absentees become No-Show."
              {...bind("grace")}
            />
          </div>
          <div class={formCss.row}>
            <TextField
              label="Attendee limit"
              inputMode="numeric"
              placeholder="None"
              {...bind("attendeeLimit")}
            />
            <TextField
              label="Registrant limit"
              inputMode="numeric"
              placeholder={form.attendeeLimit.trim() ? `${Number(form.attendeeLimit) * 10 || ""}` : "None"}
              {...bind("registrantLimit")}
            />
          </div>
          <div class={formCss.row}>
            <SelectField
              label="Who cancels"
              options={[
                ["ignore", "stays a member"],
                ["remove", "leaves the program"],
              ]}
              {...bind("cancellations")}
            />
            <SelectField
              label="No-Show becomes Attended On-Demand"
              options={[
                ["watch", "by watching"],
                ["click", "by clicking the link"],
              ]}
              {...bind("flipOn")}
            />
          </div>
        </div>
      </details>
    </div>
  );
}
