import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Campaign } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { LengthField } from "../../ui/length_field.tsx";
import { Note } from "../../ui/note.tsx";
import pageCss from "../../ui/page.module.css";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { Builder } from "../segments/builder.tsx";
import type { Offer } from "../segments/offer.ts";
import { fromJson, type Group, type Json, toJson } from "../segments/tree.ts";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { campaigns } from "./api.ts";
import { Beginning } from "./beginning.tsx";
import type { Flow } from "./flow.ts";
import type { Offered } from "./offered.ts";
import { Steps } from "./steps.tsx";
import { reasonWords, STATE_TONE } from "./words.ts";

interface Props {
  campaign: Campaign | null;
  name: string;
  start: Flow;
  offered: Offered;
  onSaved: (campaign: Campaign) => void;
}

/** Whether the campaign begins with a segment of people, who are in no webinar or in several. */
function startsWithPeople({ triggers }: Flow, { segments }: Offered): boolean {
  const ids = new Set(triggers?.map((each) => each.id));
  return segments.some((each) => each.scope === "people" && ids.has(each.id));
}

/** A campaign while it is written: its beginning, whom it is about, and its steps. */
export function Editor({ campaign, name: named, start, offered, onSaved }: Props) {
  const { route } = useLocation();
  const [name, setName] = useState(named);
  const [flow, setFlow] = useState(start);
  const [root, setRoot] = useState<Group>(() => fromJson(start.filter ?? { all: [] }));
  const often = typeof flow.runs === "string" ? flow.runs : flow.runs ? "once_per" : "once";
  useTitle(name || t("campaigns-new"));
  const archived = campaign?.state === "archived";
  const offer: Offer = { ...offered, ofMembers: flow.scope !== "people" };

  const save = useAction(async () => {
    const { filter: _, ...rest } = flow;
    const whole: Flow = root.parts.length > 0 ? { ...rest, filter: toJson(root) as Json } : rest;
    if (campaign) {
      onSaved(await campaigns.change(campaign.id, name, whole));
      toast(t("campaigns-saved"));
      return;
    }
    const made = await campaigns.create(name, whole);
    toast(t("campaigns-saved"));
    route(`/campaigns/${made.id}`);
  });
  const errors = save.problem?.fields ?? {};

  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{campaign ? campaign.name : t("campaigns-new")}</h1>
          {campaign && (
            <p>
              <Pill tone={STATE_TONE[campaign.state]}>{t(`campaigns-state-${campaign.state}`)}</Pill>
            </p>
          )}
        </div>
      </header>
      {campaign?.reason && (
        <Note tone="warn" role="alert">
          {reasonWords(campaign.reason)}
        </Note>
      )}
      <form
        class={formCss.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <TextField label={t("campaigns-name")} required error={errors.name} value={name} onValue={setName} />
        <Beginning flow={flow} offered={offered} errors={errors} onFlow={setFlow} />
        <section aria-labelledby="campaign-filter">
          <h2 id="campaign-filter">{t("campaigns-filter")}</h2>
          <Builder root={root} offer={offer} errors={{}} truths={{}} onRoot={setRoot} />
        </section>
        <SelectField
          label={t("campaigns-runs")}
          value={often}
          options={[
            ["once", t("campaigns-runs-once")],
            ["every_time", t("campaigns-runs-every_time")],
            ["once_per", t("campaigns-runs-once_per")],
          ]}
          onValue={(next) => setFlow({ ...flow, runs: next === "once_per" ? { once_per: "7 days" } : next })}
        />
        {often === "once_per" && (
          <LengthField
            label={t("campaigns-runs_length")}
            error={errors["flow.runs.once_per"]}
            value={(flow.runs as Json).once_per}
            onValue={(once_per) => setFlow({ ...flow, runs: { once_per } })}
          />
        )}
        <Steps
          steps={flow.steps}
          offered={offered}
          ofMembers={offer.ofMembers}
          aboutMember={offer.ofMembers && !startsWithPeople(flow, offered)}
          errors={errors}
          onSteps={(steps) => setFlow({ ...flow, steps })}
        />
        <ProblemNote problem={save.problem} />
        {may("write") && !archived && (
          <div class="actions">
            <Button
              kind="primary"
              type="submit"
              busy={save.busy}
              disabled={name.trim() === "" || flow.steps.length === 0}
            >
              {t("campaigns-save")}
            </Button>
          </div>
        )}
      </form>
    </>
  );
}
