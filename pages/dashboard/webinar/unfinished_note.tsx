import { useState } from "preact/hooks";
import type { Finished, Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Note } from "../../ui/note.tsx";
import { usePolling } from "../../ui/polling.ts";
import { useResource } from "../../ui/resource.ts";
import { may } from "../signin/session.ts";
import { webinars } from "../webinars/api.ts";
import { FinishDialog } from "./finish_dialog.tsx";
import { moving } from "./moves.tsx";

interface Props {
  webinar: Webinar;
  onWebinar: (webinar: Webinar) => void;
}

const LOOK_MS = 10_000;

/** An event that was over when it was created: nothing finishes it by itself, so the page says what waits for that. */
export function UnfinishedNote({ webinar, onWebinar }: Props) {
  const [open, setOpen] = useState(false);
  const waits =
    webinar.finished_at === null &&
    webinar.cancelled_at === null &&
    Date.parse(webinar.ends_at) <= Date.parse(webinar.created_at);
  return (
    <>
      {waits && <Waiting webinar={webinar} finish={() => setOpen(true)} />}
      {open && <FinishDialog webinar={webinar} onClose={() => setOpen(false)} onWebinar={onWebinar} />}
    </>
  );
}

function Waiting({ webinar, finish }: { webinar: Webinar; finish: () => void }) {
  const able = may("write");
  const read = (signal: AbortSignal): Promise<Finished | null> =>
    able ? webinars.previewFinish(webinar.id, signal) : Promise.resolve(null);
  const preview = useResource(webinar.id, read);
  usePolling(preview.reload, LOOK_MS);
  const count = preview.data ? moving(preview.data) : 0;
  return (
    <Note
      tone="warn"
      role="status"
      testId="unfinished"
      action={
        able && (
          <Button small onClick={finish}>
            {t("webinar-finish")}
          </Button>
        )
      }
    >
      {t("webinar-unfinished", {
        absent: statusName("no_show"),
        watched: statusName("attended_on_demand"),
      })}{" "}
      {count > 0 && t("webinar-unfinished-waiting", { count })}
    </Note>
  );
}
