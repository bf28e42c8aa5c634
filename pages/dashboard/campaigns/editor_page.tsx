import { useLocation, useRoute } from "preact-iso";
import type { Campaign } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Skeleton } from "../../ui/empty.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { segments } from "../segments/api.ts";
import { LackingNote } from "../signin/lacking_note.tsx";
import { may } from "../signin/session.ts";
import { webinars } from "../webinars/api.ts";
import { callable, campaigns } from "./api.ts";
import { Editor } from "./editor.tsx";
import { ableTo, type Flow, TEMPLATES, template } from "./flow.ts";
import { Running } from "./running.tsx";

/** One campaign, or a new one; `?template=` and `?segment=` set what a new one begins with. */
export function CampaignEditorPage() {
  const id = useRoute().params.campaign ?? "new";
  const { query } = useLocation();
  const saved = useResource<{ campaign: Campaign | null }>(`campaign ${id}`, async (signal) => ({
    campaign: id === "new" ? null : await campaigns.read(id, signal),
  }));
  const offered = useResource("campaign offer", async (signal) => ({
    fields: await segments.fields(signal),
    webinars: await webinars.all(signal),
    segments: (await segments.list(undefined, signal)).items,
    campaigns: (await campaigns.list(undefined, signal)).items,
    connections: await callable(signal),
  }));
  if (saved.problem || offered.problem) {
    return <ProblemNote problem={saved.problem ?? offered.problem} retry={saved.reload} />;
  }
  if (saved.loading || !saved.data || !offered.data) return <Skeleton rows={6} page />;
  const campaign = saved.data.campaign;
  const set = (next: Campaign) => saved.set({ campaign: next });
  if (!may("people")) {
    return (
      <>
        <LackingNote scope="people" />
        {campaign && <Running campaign={campaign} onChange={set} />}
      </>
    );
  }
  const known = TEMPLATES.find((each) => each === query.template);
  const start: Flow = campaign?.flow
    ? (campaign.flow as unknown as Flow)
    : known
      ? template(known, ableTo("call_webhook", offered.data.connections))
      : {
          triggers: [query.segment ? { on: "entered_segment", id: query.segment } : { on: "registered" }],
          steps: [],
        };
  const name = campaign?.name ?? (known ? t(`campaigns-template-${known}`) : "");
  return (
    <>
      <Editor key={id} campaign={campaign} name={name} start={start} offered={offered.data} onSaved={set} />
      {campaign && <Running campaign={campaign} onChange={set} />}
    </>
  );
}
