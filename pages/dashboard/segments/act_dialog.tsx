import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Segment } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { firstStep, type Json } from "../campaigns/flow.ts";
import { StepFields } from "../campaigns/steps.tsx";
import { segments } from "./api.ts";

const ACTIONS = ["set_status", "send_mail", "add_to_list", "remove_from_list", "new_link"] as const;

interface Props {
  segment: Segment;
  /** The people who are in it now; with any other number nothing is done. */
  count: number;
  /** All segments, for their lists. */
  offered: readonly Segment[];
  onClose: () => void;
}

/** One step for everybody in a saved segment, with their number said before. */
export function ActDialog({ segment, count, offered, onClose }: Props) {
  const { route } = useLocation();
  const lists = offered.filter((each) => each.kind === "list").map((each) => each.id);
  const offer = { lists, connections: [], vendors: [], ofMembers: true };
  const [step, setStep] = useState<Json>(firstStep("set_status", offer));
  const act = useAction(async () => {
    const started = await segments.act(segment.id, step, count);
    toast(t("segments-act_started"));
    onClose();
    route(`/campaigns/${started.campaign.id}`);
  });
  return (
    <Dialog
      title={t("segments-act")}
      onClose={onClose}
      testId="act"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="primary" type="submit" form="act" busy={act.busy} disabled={count === 0}>
            {t("segments-act_verb")}
          </Button>
        </>
      }
    >
      <form
        id="act"
        class={formCss.form}
        onSubmit={(event) => {
          event.preventDefault();
          void act.run();
        }}
      >
        <p>{t("segments-act_text", { count })}</p>
        <SelectField
          label={t("segments-act_do")}
          value={step.do as (typeof ACTIONS)[number]}
          options={ACTIONS.filter((each) => lists.length > 0 || !each.endsWith("_list")).map(
            (each) => [each, t(`campaigns-do-${each}`)] as const,
          )}
          onValue={(name) => setStep(firstStep(name, offer))}
        />
        <StepFields
          step={step}
          offered={{ segments: offered, connections: [] }}
          wrong={(name) => act.problem?.fields[`step.${name}`]}
          onStep={setStep}
        />
        {step.do === "new_link" && <p class="muted">{t("segments-act_link")}</p>}
        <ProblemNote problem={act.problem} />
      </form>
    </Dialog>
  );
}
