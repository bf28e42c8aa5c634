import { STATUSES } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import css from "./builder.module.css";
import { Condition } from "./condition.tsx";
import { valuesOf } from "./offer.ts";
import { Names, Optional } from "./optional.tsx";
import type { Json } from "./tree.ts";
import { firstValue, formOf, type Kind, operators, TYPES } from "./values.ts";
import { namesSeveral, type Props, WebinarField } from "./webinar_field.tsx";

export const SOURCES = [
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
  "ref",
  "referrer",
  "landing_path",
] as const;
const statusNames = () => STATUSES.map((each) => [each, statusName(each)] as const);
const ORIGINS = ["operator", "import", "viewer", "vendor"] as const;
const PAST = { op: "in_past", value: "7 days" };
const CONDITIONS = [
  ["registered_at", "date", PAST],
  ["status_at", "date", PAST],
  ["reason", "text", { op: "is_not_empty" }],
] as const satisfies readonly (readonly [string, Kind, Json])[];

/** A membership: its status and everything else that a condition may ask of the same one. */
export function MemberFields({ leaf, offer, onLeaf }: Props) {
  const many = namesSeveral(leaf);
  return (
    <>
      <WebinarField leaf={leaf} offer={offer} onLeaf={onLeaf} />
      <Names label={t("segments-status")} name="status" options={statusNames()} leaf={leaf} onLeaf={onLeaf} />
      <details>
        <summary>{t("segments-more")}</summary>
        <div class={css.more}>
          <Names label={t("segments-was")} name="was" options={statusNames()} leaf={leaf} onLeaf={onLeaf} />
          <Names
            label={t("segments-source")}
            name="source"
            options={ORIGINS.map((each) => [each, t(`members-source-${each}`)] as const)}
            leaf={leaf}
            onLeaf={onLeaf}
          />
          <SelectField
            label={t("segments-visitor")}
            value={String(leaf.visitor ?? "")}
            options={[
              ["", t("segments-either")],
              ["true", t("segments-yes")],
              ["false", t("segments-no")],
            ]}
            onValue={(next) => {
              const { visitor: _, ...rest } = leaf;
              onLeaf(next === "" ? rest : { ...rest, visitor: next === "true" });
            }}
          />
          <Optional label={t("segments-seat")} name="seat" first="waits" leaf={leaf} onLeaf={onLeaf}>
            {() => null}
          </Optional>
          {CONDITIONS.map(([name, kind, first]) => {
            const label = t(`segments-constraint-${name}`);
            return (
              <Optional key={name} label={label} name={name} first={first} leaf={leaf} onLeaf={onLeaf}>
                {(condition, onCondition) => (
                  <Condition
                    label={label}
                    kind={kind}
                    condition={condition}
                    many={many}
                    onCondition={onCondition}
                  />
                )}
              </Optional>
            );
          })}
          <Optional
            label={t("segments-constraint-answer")}
            name="answer"
            first={{ question: valuesOf(offer, "member", "answer")[0] ?? "", op: "is_not_empty" }}
            leaf={leaf}
            onLeaf={onLeaf}
          >
            {(asked, onAsked) => (
              <AnswerFields
                asked={asked}
                many={many}
                questions={valuesOf(offer, "member", "answer")}
                onAsked={onAsked}
              />
            )}
          </Optional>
          <Optional
            label={t("segments-constraint-utm")}
            name="utm"
            first={{ field: "utm_source", op: "is_not_empty" }}
            leaf={leaf}
            onLeaf={onLeaf}
          >
            {(asked, onAsked) => (
              <>
                <SelectField
                  label={t("segments-field")}
                  value={String(asked.field)}
                  options={SOURCES.map((each) => [each, t(`segments-origin-${each}`)] as const)}
                  onValue={(field) => onAsked({ ...asked, field })}
                />
                <Condition
                  label={t("segments-constraint-utm")}
                  kind="text"
                  condition={asked}
                  many={many}
                  onCondition={onAsked}
                />
              </>
            )}
          </Optional>
        </div>
      </details>
    </>
  );
}

interface AnswerProps {
  asked: Json;
  many: boolean;
  questions: readonly string[];
  onAsked: (asked: Json) => void;
}

function AnswerFields({ asked, many, questions, onAsked }: AnswerProps) {
  const kind = (asked.as ?? "text") as Kind;
  return (
    <>
      <TextField
        label={t("segments-question")}
        value={String(asked.question ?? "")}
        offers={questions.map((each) => [each, each] as const)}
        onValue={(question) => onAsked({ ...asked, question })}
      />
      <SelectField
        label={t("segments-as")}
        value={kind as (typeof TYPES)[number]}
        options={TYPES.map((each) => [each, t(`segments-as-${each}`)] as const)}
        onValue={(as) => {
          const op = operators(as, many)[0] ?? "is";
          const value = firstValue(formOf(as, op), new Date().toISOString().slice(0, 10));
          onAsked({ question: asked.question, as, op, value });
        }}
      />
      <Condition
        label={t("segments-constraint-answer")}
        kind={kind}
        condition={asked}
        many={many}
        onCondition={onAsked}
      />
    </>
  );
}
