import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Note } from "../../ui/note.tsx";
import { may } from "../signin/session.ts";
import { webinars } from "../webinars/api.ts";
import { CaptionsDialog } from "./dialog.tsx";

interface Props {
  webinar: Webinar;
  onWebinar: (webinar: Webinar) => void;
}

/** The state of a recording's captions: a warning while it has none, the way to them once it has. */
export function CaptionsNote({ webinar, onWebinar }: Props) {
  const [open, setOpen] = useState(false);
  if (webinar.recording === null) return null;
  const none = webinar.captions.length === 0;
  const button = may("write") && (
    <Button small kind={none ? "plain" : "quiet"} onClick={() => setOpen(true)}>
      {none ? t("captions-add") : t("captions-title")}
    </Button>
  );
  return (
    <>
      {none ? (
        <Note tone="warn" role="status" testId="no-captions" action={button}>
          {t("captions-warning")}
        </Note>
      ) : (
        <div>{button}</div>
      )}
      {open && (
        <CaptionsDialog
          webinar={webinar}
          onClose={() => setOpen(false)}
          onChanged={async () => onWebinar(await webinars.read(webinar.id))}
        />
      )}
    </>
  );
}
