import { t } from "../../i18n/texts.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import { LengthField } from "../../ui/length_field.tsx";
import type { Json } from "./flow.ts";
import { momentOptions, WEEKDAYS } from "./moments.ts";
import { OffsetField } from "./offset_field.tsx";

interface Props {
  step: Json;
  /** The fault of a field. */
  wrong: (name: string) => string | undefined;
  onStep: (step: Json) => void;
}

/** How long a run waits: for a length of time, until a moment of the webinar, or until a local time. */
export function WaitFields({ step, wrong, onStep }: Props) {
  const until = step.until as Json | undefined;
  const kind = until ? (until.of ? "moment" : "time") : "length";
  const { for: _, until: __, ...rest } = step;
  const wait = (next: Json) => onStep({ ...rest, ...next });
  const begin = (next: string) => {
    if (next === "length") wait({ for: "2 days" });
    if (next === "moment") wait({ until: { of: "ends_at", offset: "1 hours" } });
    if (next === "time") wait({ until: { at: "09:00" } });
  };
  return (
    <>
      <SelectField
        label={t("campaigns-wait")}
        value={kind}
        options={[
          ["length", t("campaigns-wait-length")],
          ["moment", t("campaigns-wait-moment")],
          ["time", t("campaigns-wait-time")],
        ]}
        onValue={begin}
      />
      {kind === "length" && (
        <LengthField
          label={t("campaigns-length")}
          error={wrong("for")}
          value={step.for}
          onValue={(length) => wait({ for: length })}
        />
      )}
      {until && kind === "moment" && (
        <>
          <SelectField
            label={t("campaigns-moment")}
            value={String(until.of)}
            options={momentOptions()}
            onValue={(of) => wait({ until: { ...until, of } })}
          />
          <OffsetField
            label={t("campaigns-offset")}
            error={wrong("until.offset")}
            value={String(until.offset ?? "0 days")}
            onValue={(offset) => wait({ until: { ...until, offset } })}
          />
        </>
      )}
      {until && kind === "time" && (
        <>
          <TextField
            label={t("campaigns-at")}
            error={wrong("until.at")}
            value={String(until.at ?? "")}
            onValue={(at) => wait({ until: { ...until, at } })}
          />
          <SelectField
            label={t("campaigns-weekday")}
            value={String(until.on ?? "") as "" | (typeof WEEKDAYS)[number]}
            options={[
              ["", t("campaigns-any_day")] as const,
              ...WEEKDAYS.map((each) => [each, t(`campaigns-weekday-${each}`)] as const),
            ]}
            onValue={(on) => wait({ until: on ? { ...until, on } : { at: until.at } })}
          />
        </>
      )}
    </>
  );
}
