import { t } from "../../i18n/texts.ts";
import { SelectField } from "../../ui/field.tsx";
import { Condition } from "./condition.tsx";
import { MemberFields } from "./member_fields.tsx";
import { type Offer, valuesOf } from "./offer.ts";
import { Optional } from "./optional.tsx";
import {
  CampaignFields,
  ConsentFields,
  EngagementFields,
  InteractionFields,
  MailFields,
  SubmissionFields,
} from "./record_fields.tsx";
import type { Json } from "./tree.ts";
import { firstValue, formOf, type Kind, operators, TYPES } from "./values.ts";
import { namesSeveral, type Props, WebinarField } from "./webinar_field.tsx";

export const LEAVES = [
  "person",
  "member",
  "attended_event",
  "not_attended_event",
  "engagement",
  "interaction",
  "submission",
  "consent",
  "mail",
  "campaign",
  "segment",
] as const;
export type LeafName = (typeof LEAVES)[number];

/** The kinds of conditions that have something to speak of here. */
export function offeredLeaves(offer: Offer): readonly LeafName[] {
  return LEAVES.filter(
    (each) =>
      (each !== "segment" || offer.segments.length > 0) &&
      (each !== "campaign" || offer.campaigns.length > 0),
  );
}

/** The first condition of a kind. */
export function firstLeaf(name: LeafName, offer: Offer): Json {
  switch (name) {
    case "person":
      return { filter: name, field: "email", op: "contains", value: "@" };
    case "member":
      return { filter: name, status: ["no_show"], ...(!offer.ofMembers && { webinar: "any" }) };
    case "segment":
      return { filter: name, id: offer.segments[0]?.id ?? "" };
    case "campaign":
      return { filter: name, id: offer.campaigns[0]?.id ?? "", state: ["done"] };
    case "consent":
      return { filter: name, purpose: valuesOf(offer, name, "purpose")[0] ?? "" };
    case "mail":
      return { filter: name, state: ["sent"] };
    case "submission":
      return { filter: name, outcome: ["no_seat"], ...(!offer.ofMembers && { webinar: "any" }) };
    case "engagement":
      return { filter: name, level: ["high"], ...(!offer.ofMembers && { webinar: "any" }) };
    case "interaction":
      return { filter: name, kind: "question", ...(!offer.ofMembers && { webinar: "any" }) };
    default:
      return { filter: name, ...(!offer.ofMembers && { webinar: "any" }) };
  }
}

/** The fields of one condition, by its kind. */
export function LeafFields({ leaf, offer, onLeaf }: Props) {
  switch (leaf.filter as LeafName) {
    case "person":
      return <PersonFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "member":
      return <MemberFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "submission":
      return <SubmissionFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "engagement":
      return <EngagementFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "interaction":
      return <InteractionFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "consent":
      return <ConsentFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "mail":
      return <MailFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
    case "campaign":
      return <CampaignFields leaf={leaf} offer={offer} onLeaf={onLeaf} />;
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

const MODES = ["either", "live", "on_demand"] as const;
const CONSTRAINTS = [
  ["watch_date", "day"],
  ["watch_duration", "measure"],
  ["watch_share", "measure"],
  ["times", "count"],
] as const satisfies readonly (readonly [string, Kind])[];

function AttendanceFields({ leaf, offer, onLeaf }: Props) {
  const mode = (leaf.event_mode ?? "either") as (typeof MODES)[number];
  const many = namesSeveral(leaf);
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
        const label = t(`segments-constraint-${name}`);
        const first = kind === "day" ? { op: "in_past", value: "7 days" } : { op: "at_least", value: 10 };
        return (
          <Optional key={name} label={label} name={name} first={first} leaf={leaf} onLeaf={onLeaf}>
            {(condition, onCondition) => (
              <Condition
                label={label}
                kind={kind}
                condition={condition}
                many={many}
                hours={false}
                onCondition={onCondition}
              />
            )}
          </Optional>
        );
      })}
    </>
  );
}
