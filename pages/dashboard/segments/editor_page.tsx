import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { RowScope, Segment } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Skeleton } from "../../ui/empty.tsx";
import { homeZone } from "../../ui/format/zones.ts";
import pageCss from "../../ui/page.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { campaigns } from "../campaigns/api.ts";
import { LackingNote } from "../signin/lacking_note.tsx";
import { may } from "../signin/session.ts";
import { webinars } from "../webinars/api.ts";
import { segments } from "./api.ts";
import { Editor, type Start } from "./editor.tsx";
import { Rows } from "./rows.tsx";
import { fromJson } from "./tree.ts";

/** One segment, or a new one; `?webinar=` and `?filter=` say what a new one begins with. */
export function SegmentEditorPage() {
  const id = useRoute().params.segment ?? "new";
  const { query } = useLocation();
  const saved = useResource<{ segment: Segment | null }>(`segment ${id}`, async (signal) => ({
    segment: id === "new" ? null : await segments.read(id, signal),
  }));
  const offered = useResource("segment offer", async (signal) => ({
    fields: await segments.fields(signal),
    webinars: await webinars.all(signal),
    segments: (await segments.list(undefined, signal)).items,
    campaigns: (await campaigns.list(undefined, signal)).items,
  }));
  const [start, setStart] = useState<Start | null>(null);
  useEffect(() => {
    if (saved.loading || saved.problem) return;
    const segment = saved.data?.segment;
    setStart(segment ? ofSegment(segment) : ofAddress(query));
  }, [saved.loading, saved.data, saved.problem, query]);

  if (saved.problem || offered.problem) {
    return <ProblemNote problem={saved.problem ?? offered.problem} retry={saved.reload} />;
  }
  if (!start || !offered.data) return <Skeleton rows={6} page />;
  if (!may("people")) return <LackingNote scope="people" />;
  const shown = saved.data?.segment;
  if (shown?.kind === "list") {
    return (
      <>
        <header class={pageCss.head}>
          <div>
            <h1>{shown.name}</h1>
            <p class="muted">{t("segments-list_text")}</p>
          </div>
        </header>
        <Rows segment={shown} />
      </>
    );
  }
  return <Editor key={id} start={start} offered={offered.data} />;
}

function ofSegment(segment: Segment): Start {
  return {
    segment,
    name: segment.name,
    scope: segment.scope,
    webinar: segment.webinar_id ?? "",
    timezone: segment.timezone,
    root: fromJson(segment.filter),
  };
}

function ofAddress(query: Record<string, string>): Start {
  const webinar = query.webinar ?? "";
  const scope: RowScope = webinar ? "members" : "people";
  return {
    segment: null,
    name: "",
    scope,
    webinar,
    timezone: homeZone(),
    root: fromJson(readFilter(query.filter)),
  };
}

function readFilter(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : { all: [] };
  } catch {
    return { all: [] };
  }
}
