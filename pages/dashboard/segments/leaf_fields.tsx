import type { Segment, SegmentFields, Status, Webinar } from "../../generated/api.ts";
import { STATUSES } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { SelectField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import css from "./builder.module.css";
import { Condition } from "./condition.tsx";
import type { Json } from "./tree.ts";
import { firstValue, formOf, type Kind, operators, TYPES } from "./values.ts";

/** The choices of a builder: fields, webinars and segments. */
export interface Offer {
  fields: SegmentFields;
  webinars: readonly Webinar[];
  segments: readonly Segment[];
  /** A row is a member of one webinar, so that a condition may speak of it without naming it. */
  ofMembers: boolean;
}

export const LEAVES = ["person", "member", "attended_event", "not_attended_event", "segment"] as const;
export type LeafName = (typeof LEAVES)[number];

/** The first condition of a kind. */
export function firstLeaf(name: LeafName, offer: Offer): Json {
  switch (name) {
    case "person":
      return { filter: name, field: "email", op: "contains", value: "@" };
    case "member":
      return { filter: name, status: ["no_show"], ...(!offer.ofMembers && { webinar: "any" }) };
    case "segment":
      return { filter: name, id: offer.segments[0]?.id ?? "" };
    default:
      return { filter: name, ...(!offer.ofMembers && { webinar: "any" }) };
  }
}

interface Props {
  leaf: Json;
  offer: Offer;
  onLeaf: (leaf: Json) => void;
}

/** The fields of one condition, by its kind. */
export function LeafFields({ leaf, offer, onLeaf }: Props) {
  switch (leaf.filter as LeafName) {
    case "person":
      return <PersonFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "member":
      return <MemberFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "segment":
      return (
        <SelectField
          label={t("segments-leaf-segment")}
          value={String(leaf.id)}
          options={offer.segments.map((each) => [each.id, each.name] as const)}
          onValue={(id) => onLeaf({ ...leaf, id })}
        />
      );
    default:
      return <AttendanceFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
  }
}

function fieldName(field: string): string {
  if (field.startsWith("properties.")) return field.slice("properties.".length);
  return t(`segments-field-${field as "email"}`);
}

function PersonFields({ leaf, offer, onLeaf }: Props) {
  const field = String(leaf.field);
  const known = offer.fields.fields.filter((each) => each.filter === "person");
  const names = known.map((each) => each.field);
  const options = names.includes(field) ? names : [field, ...names];
  const isProperty = field.startsWith("properties.");
  const kind = (isProperty ? (leaf.as ?? "text") : field === "created_at" ? "date" : "text") as Kind;

  function choose(next: string, as?: string): void {
    const nextKind = (as ?? (next === "created_at" ? "date" : "text")) as Kind;
    const op = operators(nextKind)[0] ?? "is";
    const value = firstValue(formOf(nextKind, op), new Date().toISOString().slice(0, 10));
    onLeaf({ filter: "person", field: next, op, value, ...(as && { as }) });
  }
  return (
    <>
      <SelectField
        label={t("segments-field")}
        value={field}
        options={options.map((each) => [each, fieldName(each)] as const)}
        onValue={(next) => choose(next, next.startsWith("properties.") ? "text" : undefined)}
      />
      {isProperty && (
        <SelectField
          label={t("segments-as")}
          value={kind as (typeof TYPES)[number]}
          options={TYPES.map((each) => [each, t(`segments-as-${each}`)] as const)}
          onValue={(as) => choose(field, as)}
        />
      )}
      <Condition label={fieldName(field)} kind={kind} condition={leaf} onCondition={onLeaf} />
    </>
  );
}

function WebinarField({ leaf, offer, onLeaf }: Props) {
  const own = offer.ofMembers ? ([["", t("segments-this_webinar")]] as const) : [];
  return (
    <SelectField
      label={t("segments-webinar")}
      value={typeof leaf.webinar === "string" ? leaf.webinar : ""}
      options={[
        ...own,
        ["any", t("segments-any_webinar")],
        ...offer.webinars.map((each) => [each.id, each.name] as const),
      ]}
      onValue={(webinar) => {
        const { webinar: _, ...rest } = leaf;
        onLeaf(webinar === "" ? rest : { ...rest, webinar });
      }}
    />
  );
}

function MemberFields({ leaf, offer, onLeaf }: Props) {
  const chosen = (leaf.status ?? []) as readonly Status[];
  return (
    <>
      <WebinarField leaf={leaf} offer={offer} onLeaf={onLeaf} />
      <fieldset class={css.statuses}>
        <legend>{t("segments-status")}</legend>
        {STATUSES.map((status) => (
          <label key={status} class={formCss.check}>
            <input
              type="checkbox"
              checked={chosen.includes(status)}
              onChange={(event) => {
                const rest = chosen.filter((each) => each !== status);
                onLeaf({ ...leaf, status: event.currentTarget.checked ? [...rest, status] : rest });
              }}
            />
            <span>{statusName(status)}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

const MODES = ["either", "live", "on_demand"] as const;
const CONSTRAINTS = [
  ["watch_date", "day"],
  ["watch_duration", "measure"],
  ["watch_share", "measure"],
  ["times", "count"],
] as const satisfies readonly (readonly [string, Kind])[];

function AttendanceFields({ leaf, offer, onLeaf }: Props) {
  const mode = (leaf.event_mode ?? "either") as (typeof MODES)[number];
  const many = leaf.webinar === "any" || Array.isArray(leaf.webinar);
  return (
    <>
      <WebinarField leaf={leaf} offer={offer} onLeaf={onLeaf} />
      <SelectField
        label={t("segments-mode")}
        value={mode}
        options={MODES.map((each) => [each, t(`segments-mode-${each}`)] as const)}
        onValue={(next) => {
          const { event_mode: _, watch_share: share, ...rest } = leaf;
          if (next === "either") onLeaf(rest);
          else onLeaf({ ...rest, event_mode: next, ...(share !== undefined && { watch_share: share }) });
        }}
      />
      {CONSTRAINTS.filter(([name]) => name !== "watch_share" || mode !== "either").map(([name, kind]) => {
        const condition = leaf[name] as Json | undefined;
        const label = t(`segments-constraint-${name}`);
        return (
          <fieldset key={name} class={css.constraint}>
            <legend class="hidden">{label}</legend>
            <label class={formCss.check}>
              <input
                type="checkbox"
                checked={condition !== undefined}
                onChange={(event) => {
                  const { [name]: _, ...rest } = leaf;
                  const first =
                    kind === "day" ? { op: "in_past", value: "7 days" } : { op: "at_least", value: 10 };
                  onLeaf(event.currentTarget.checked ? { ...rest, [name]: first } : rest);
                }}
              />
              <span>{label}</span>
            </label>
            {condition !== undefined && (
              <Condition
                label={label}
                kind={kind}
                condition={condition}
                many={many}
                hours={false}
                onCondition={(next) => onLeaf({ ...leaf, [name]: next })}
              />
            )}
          </fieldset>
        );
      })}
    </>
  );
}
