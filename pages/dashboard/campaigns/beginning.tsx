import { STATUSES } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { fromWall, homeZone, toWall } from "../../ui/format/zones.ts";
import { MomentField } from "../../ui/moment_field.tsx";
import { ZoneField } from "../../ui/zone_field.tsx";
import { type Errors, type Flow, firstTrigger, type Json, STARTS, type Start } from "./flow.ts";
import { momentOptions, WEEKDAYS } from "./moments.ts";
import type { Offered } from "./offered.ts";
import { OffsetField } from "./offset_field.tsx";

interface Props {
  flow: Flow;
  offered: Offered;
  /** The faults of a refused flow by field, named as on the wire. */
  errors: Errors;
  onFlow: (flow: Flow) => void;
}

const INTERACTIONS = ["question", "poll", "chat", "download", "click"] as const;

/** The beginning of a campaign's runs: a trigger with its fields, or a schedule. */
export function Beginning({ flow, offered, errors, onFlow }: Props) {
  const trigger = flow.triggers?.[0] ?? {};
  const start = (flow.schedule ? "schedule" : trigger.on) as Start;
  const live = offered.segments.filter((each) => each.kind !== "snapshot");
  const set = (changes: Json) =>
    onFlow({ ...flow, triggers: [{ ...trigger, ...changes }, ...(flow.triggers ?? []).slice(1)] });
  const begin = (next: Start) => {
    const { triggers: _, schedule: __, scope: ___, webinar: ____, ...rest } = flow;
    if (next !== "schedule") {
      onFlow({ ...rest, triggers: [firstTrigger(next, live[0]?.id ?? "")] });
      return;
    }
    const timezone = homeZone();
    const webinar = offered.webinars[0]?.id;
    onFlow({
      ...rest,
      timezone,
      schedule: { every: "day", at: "09:00" },
      ...(webinar ? { webinar } : { scope: "people" }),
    });
  };
  return (
    <section aria-labelledby="campaign-start">
      <h2 id="campaign-start">{t("campaigns-start")}</h2>
      <div class={formCss.row}>
        <SelectField
          label={t("campaigns-when")}
          value={start}
          options={STARTS.filter((each) => each !== "entered_segment" || live.length > 0).map(
            (each) => [each, t(`campaigns-start-${each}`)] as const,
          )}
          onValue={begin}
        />
        {start === "status_changed" && (
          <SelectField
            label={t("campaigns-to")}
            value={String(trigger.to ?? "")}
            options={STATUSES.map((each) => [each, statusName(each)] as const)}
            onValue={(to) => set({ to })}
          />
        )}
        {(start === "attends_event" || start === "watched_at_least") && (
          <SelectField
            label={t("campaigns-mode")}
            value={String(trigger.mode ?? "either")}
            options={[
              ["either", t("campaigns-mode-either")],
              ["live", t("campaigns-mode-live")],
              ["on_demand", t("campaigns-mode-on_demand")],
            ]}
            onValue={(mode) => set({ mode })}
          />
        )}
        {start === "interaction" && (
          <SelectField
            label={t("segments-interaction")}
            value={String(trigger.kind ?? "")}
            options={[
              ["", t("campaigns-anything")] as const,
              ...INTERACTIONS.map((each) => [each, t(`segments-interaction-${each}`)] as const),
            ]}
            onValue={(kind) => {
              const { kind: _, ...rest } = trigger;
              onFlow({
                ...flow,
                triggers: [kind ? { ...rest, kind } : rest, ...(flow.triggers ?? []).slice(1)],
              });
            }}
          />
        )}
        {start === "watched_at_least" && (
          <TextField
            label={t("campaigns-minutes")}
            error={errors["flow.triggers.0.minutes"]}
            inputMode="decimal"
            value={String(trigger.minutes ?? "")}
            onValue={(text) => set({ minutes: Number(text) || text })}
          />
        )}
        {start === "at_moment" && (
          <>
            <SelectField
              label={t("campaigns-moment")}
              value={String(trigger.of)}
              options={momentOptions()}
              onValue={(of) => set({ of })}
            />
            <OffsetField
              label={t("campaigns-offset")}
              error={errors["flow.triggers.0.offset"]}
              value={String(trigger.offset ?? "0 days")}
              onValue={(offset) => set({ offset })}
            />
          </>
        )}
        {start === "entered_segment" && (
          <SelectField
            label={t("campaigns-segment")}
            value={String(trigger.id)}
            options={live.map((each) => [each.id, each.name] as const)}
            onValue={(id) => set({ id })}
          />
        )}
        {start !== "entered_segment" && start !== "schedule" && (
          <SelectField
            label={t("campaigns-webinar")}
            value={String(trigger.webinar ?? "")}
            options={[
              ["", t("campaigns-any_webinar")] as const,
              ...offered.webinars.map((each) => [each.id, each.name] as const),
            ]}
            onValue={(webinar) => {
              const { webinar: _, ...rest } = trigger;
              onFlow({
                ...flow,
                triggers: [webinar ? { ...rest, webinar } : rest, ...(flow.triggers ?? []).slice(1)],
              });
            }}
          />
        )}
        {flow.schedule && (
          <ScheduleFields
            flow={flow}
            schedule={flow.schedule}
            offered={offered}
            errors={errors}
            onFlow={onFlow}
          />
        )}
      </div>
    </section>
  );
}

function ScheduleFields({ flow, schedule, offered, errors, onFlow }: Props & { schedule: Json }) {
  const every = String(schedule.every ?? "once");
  const zone = flow.timezone ?? "UTC";
  const set = (next: Json) => onFlow({ ...flow, schedule: next });
  return (
    <>
      <SelectField
        label={t("campaigns-every")}
        value={every}
        options={[
          ["day", t("campaigns-every-day")],
          ["week", t("campaigns-every-week")],
          ["month", t("campaigns-every-month")],
          ["once", t("campaigns-every-once")],
        ]}
        onValue={(next) =>
          set(next === "once" ? { once_at: "" } : { every: next, at: String(schedule.at ?? "09:00") })
        }
      />
      {every === "once" ? (
        <MomentField
          label={t("campaigns-once_at")}
          error={errors["flow.schedule.once_at"]}
          value={asWall(String(schedule.once_at ?? ""), zone)}
          onValue={(wall) => set({ once_at: fromWall(wall, zone) ?? wall })}
        />
      ) : (
        <TextField
          label={t("campaigns-at")}
          error={errors["flow.schedule.at"]}
          value={String(schedule.at ?? "")}
          onValue={(at) => set({ ...schedule, at })}
        />
      )}
      {every === "week" && (
        <SelectField
          label={t("campaigns-weekday")}
          value={String(schedule.on ?? "monday") as (typeof WEEKDAYS)[number]}
          options={WEEKDAYS.map((each) => [each, t(`campaigns-weekday-${each}`)] as const)}
          onValue={(on) => set({ ...schedule, on })}
        />
      )}
      {every === "month" && (
        <TextField
          label={t("campaigns-day")}
          error={errors["flow.schedule.on"]}
          inputMode="numeric"
          value={String(schedule.on ?? 1)}
          onValue={(text) => set({ ...schedule, on: Number(text) || 1 })}
        />
      )}
      <SelectField
        label={t("campaigns-webinar")}
        value={flow.webinar ?? ""}
        options={[
          ["", t("campaigns-people")] as const,
          ...offered.webinars.map((each) => [each.id, each.name] as const),
        ]}
        onValue={(webinar) => {
          const { webinar: _, scope: __, ...rest } = flow;
          onFlow(webinar ? { ...rest, webinar } : { ...rest, scope: "people" });
        }}
      />
      <ZoneField
        label={t("campaigns-timezone")}
        error={errors.timezone ?? errors["flow.timezone"]}
        value={zone}
        onValue={(timezone) => onFlow({ ...flow, timezone })}
      />
    </>
  );
}

/** A moment of the API as wall-clock text; what is not one yet stays as it was typed. */
function asWall(text: string, zone: string): string {
  const instant = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? text : toWall(instant, zone);
}
