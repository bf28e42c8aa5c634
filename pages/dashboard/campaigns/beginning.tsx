import { STATUSES } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { type Flow, firstTrigger, type Json, STARTS, type Start } from "./flow.ts";
import { OffsetField } from "./length_fields.tsx";
import { momentOptions, WEEKDAYS } from "./moments.ts";
import type { Offered } from "./offered.ts";

interface Props {
  flow: Flow;
  offered: Offered;
  onFlow: (flow: Flow) => void;
}

const INTERACTIONS = ["question", "poll", "chat", "download", "click"] as const;

/** The beginning of a campaign's runs: a trigger with its fields, or a schedule. */
export function Beginning({ flow, offered, onFlow }: Props) {
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
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
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
          <ScheduleFields flow={flow} schedule={flow.schedule} offered={offered} onFlow={onFlow} />
        )}
      </div>
    </section>
  );
}

function ScheduleFields({ flow, schedule, offered, onFlow }: Props & { schedule: Json }) {
  const every = String(schedule.every ?? "once");
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
        <TextField
          label={t("campaigns-once_at")}
          hint={t("campaigns-once_at_hint")}
          value={String(schedule.once_at ?? "")}
          onValue={(once_at) => set({ once_at })}
        />
      ) : (
        <TextField
          label={t("campaigns-at")}
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
      <TextField
        label={t("campaigns-timezone")}
        value={flow.timezone ?? "UTC"}
        onValue={(timezone) => onFlow({ ...flow, timezone })}
      />
    </>
  );
}
