import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Skeleton } from "../../ui/empty.tsx";
import { Note } from "../../ui/note.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { rundowns } from "./api.ts";
import { RundownEditor } from "./editor.tsx";
import css from "./rundown.module.css";

const POLL_MS = 10_000;

interface Props {
  webinar: Webinar;
  /** The rundown was saved, and the webinar's end with it. */
  onStale: () => void;
}

/** The rundown of a webinar: planned, changed while it runs, and looked at afterwards. */
export function RundownTab({ webinar, onStale }: Props) {
  const saved = useResource(webinar.id, (signal) => rundowns.read(webinar.id, signal));
  const assets = useResource("assets", (signal) => rundowns.assets(signal));
  usePolling(saved.reload, POLL_MS);
  return (
    <div class={css.tab} data-testid="rundown">
      <ProblemNote problem={saved.problem ?? assets.problem} retry={saved.reload} />
      {webinar.live_url !== null && (
        <Note tone="warn" role="status" code="live_url">
          {t("rundown-live_url")}
        </Note>
      )}
      {saved.data && assets.data ? (
        <RundownEditor
          webinar={webinar}
          saved={saved.data}
          assets={assets.data}
          onSaved={(rundown) => {
            saved.set(rundown);
            onStale();
          }}
        />
      ) : (
        saved.problem === null && assets.problem === null && <Skeleton rows={5} />
      )}
    </div>
  );
}
