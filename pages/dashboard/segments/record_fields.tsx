import { t } from "../../i18n/texts.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import { LEVELS, levelName } from "../members/engagement.ts";
import { Condition } from "./condition.tsx";
import { valuesOf } from "./offer.ts";
import { Names, Optional } from "./optional.tsx";
import { type Props, WebinarField } from "./webinar_field.tsx";

const OUTCOMES = [
  "member",
  "no_seat",
  "waiting_for_address",
  "waiting_for_payment",
  "rejected",
  "removed",
  "closed",
] as const;
const INTERACTIONS = ["question", "poll", "chat", "download", "click"] as const;
const RUNS = ["waiting", "held", "done", "skipped", "stopped", "failed"] as const;
const MAIL_STATES = [
  "waiting",
  "sent",
  "refused",
  "suppressed",
  "skipped",
  "failed",
  "kept",
  "unknown",
] as const;
const PAST = { op: "in_past", value: "7 days" };

function At({ leaf, onLeaf }: Pick<Props, "leaf" | "onLeaf">) {
  return (
    <Optional label={t("segments-at")} name="at" first={PAST} leaf={leaf} onLeaf={onLeaf}>
      {(condition, onCondition) => (
        <Condition
          label={t("segments-at")}
          kind="date"
          condition={condition}
          many
          onCondition={onCondition}
        />
      )}
    </Optional>
  );
}

/** A registration form that was sent. */
export function SubmissionFields({ leaf, offer, onLeaf }: Props) {
  return (
    <>
      <WebinarField leaf={leaf} offer={offer} onLeaf={onLeaf} />
      <Names
        label={t("segments-outcome")}
        name="outcome"
        options={OUTCOMES.map((each) => [each, t(`segments-outcome-${each}`)] as const)}
        leaf={leaf}
        onLeaf={onLeaf}
      />
      <At leaf={leaf} onLeaf={onLeaf} />
    </>
  );
}

/** A level of engagement in a webinar that was attended live. */
export function EngagementFields({ leaf, offer, onLeaf }: Props) {
  return (
    <>
      <WebinarField leaf={leaf} offer={offer} onLeaf={onLeaf} />
      <Names
        label={t("members-engagement")}
        name="level"
        options={LEVELS.map((each) => [each, levelName(each)] as const)}
        leaf={leaf}
        onLeaf={onLeaf}
      />
    </>
  );
}

/** Something that was done in the room, and how often. */
export function InteractionFields({ leaf, offer, onLeaf }: Props) {
  const { op, value, ...rest } = leaf;
  const times = op === undefined ? leaf : { ...rest, times: { op, value } };
  return (
    <>
      <WebinarField leaf={leaf} offer={offer} onLeaf={onLeaf} />
      <SelectField
        label={t("segments-interaction")}
        value={leaf.kind as (typeof INTERACTIONS)[number]}
        options={INTERACTIONS.map((each) => [each, t(`segments-interaction-${each}`)] as const)}
        onValue={(kind) => onLeaf({ ...leaf, kind })}
      />
      <Optional
        label={t("segments-how_often")}
        name="times"
        first={{ op: "at_least", value: 2 }}
        leaf={times}
        onLeaf={({ times: asked, ...others }) => onLeaf({ ...others, ...(asked as object | undefined) })}
      >
        {(condition, onCondition) => (
          <Condition
            label={t("segments-how_often")}
            kind="count"
            condition={condition}
            onCondition={onCondition}
          />
        )}
      </Optional>
    </>
  );
}

/** A consent that was given on a form. */
export function ConsentFields({ leaf, offer, onLeaf }: Props) {
  return (
    <TextField
      label={t("segments-purpose")}
      value={String(leaf.purpose ?? "")}
      offers={valuesOf(offer, "consent", "purpose").map((each) => [each, each] as const)}
      onValue={(purpose) => onLeaf({ ...leaf, purpose })}
    />
  );
}

/** A mail that was sent, or is to be. */
export function MailFields({ leaf, offer, onLeaf }: Props) {
  const kinds = valuesOf(offer, "mail", "kind");
  return (
    <>
      <Names
        label={t("segments-mail_state")}
        name="state"
        options={MAIL_STATES.map((each) => [each, t(`mails-state-${each}`)] as const)}
        leaf={leaf}
        onLeaf={onLeaf}
      />
      <Names
        label={t("segments-mail_kind")}
        name="kind"
        options={kinds.map((each) => [each, t(`mails-kind-${each as "reminder"}`)] as const)}
        leaf={leaf}
        onLeaf={onLeaf}
      />
      <SelectField
        label={t("segments-bounced")}
        value={String(leaf.bounced ?? "")}
        options={[
          ["", t("segments-either")],
          ["true", t("segments-yes")],
          ["false", t("segments-no")],
        ]}
        onValue={(next) => {
          const { bounced: _, ...rest } = leaf;
          onLeaf(next === "" ? rest : { ...rest, bounced: next === "true" });
        }}
      />
      <At leaf={leaf} onLeaf={onLeaf} />
    </>
  );
}

/** A run of a campaign. */
export function CampaignFields({ leaf, offer, onLeaf }: Props) {
  return (
    <>
      <SelectField
        label={t("segments-leaf-campaign")}
        value={String(leaf.id)}
        options={offer.campaigns.map((each) => [each.id, each.name] as const)}
        onValue={(id) => onLeaf({ ...leaf, id })}
      />
      <Names
        label={t("segments-run")}
        name="state"
        options={RUNS.map((each) => [each, t(`segments-run-${each}`)] as const)}
        leaf={leaf}
        onLeaf={onLeaf}
      />
    </>
  );
}
