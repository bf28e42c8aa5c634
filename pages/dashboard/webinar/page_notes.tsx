import type { PageNotes, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { timeCode } from "../../ui/format/numbers.ts";
import { Note } from "../../ui/note.tsx";
import { usePolling } from "../../ui/polling.ts";
import { request } from "../../ui/request.ts";
import { useResource } from "../../ui/resource.ts";

const LOOK_MS = 15_000;

/** What is wrong with pages elsewhere that embed the player. */
export function PageNotesOf({ webinar }: { webinar: Webinar }) {
  const read = (signal: AbortSignal) =>
    request<PageNotes>("GET", `/webinars/${webinar.id}/page-notes`, { signal });
  const notes = useResource(
    `${webinar.id} ${webinar.recording?.duration_s} ${webinar.allowed_origins}`,
    read,
  );
  usePolling(notes.reload, LOOK_MS);
  return (
    <>
      {(notes.data?.items ?? []).map(({ kind, origin, media_s }) => (
        <Note key={`${kind} ${origin}`} tone="warn" role="status" testId={`page-note-${kind}`}>
          {kind === "origin_not_allowed"
            ? t("webinar-note-origin", { origin })
            : t("webinar-note-length", {
                origin,
                played: timeCode(media_s ?? 0),
                recording: timeCode(webinar.recording?.duration_s ?? 0),
              })}
        </Note>
      ))}
    </>
  );
}
