import type { RecordingCheck, Webinar } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { timeCode } from "../../ui/format/numbers.ts";
import { dateTime } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
import { usePolling } from "../../ui/polling.ts";
import { request } from "../../ui/request.ts";
import { useResource } from "../../ui/resource.ts";
import { may } from "../signin/session.ts";

const LOOK_MS = 10_000;
/** Findings that do not keep a recording from playing, and are said all the same. */
const REMARKS = new Set(["no_ranges", "no_end", "other_length"]);

/** What the check of the recording found, and whether viewers could not play it. */
export function RecordingNote({ webinar }: { webinar: Webinar }) {
  const { recording } = webinar;
  const path = `/webinars/${webinar.id}/recording-check`;
  const check = useResource(`${webinar.id} ${recording?.url} ${recording?.duration_s}`, (signal) =>
    request<RecordingCheck>("GET", path, { signal }),
  );
  usePolling(check.reload, LOOK_MS);
  const again = useAction(async () => check.set(await request<RecordingCheck>("POST", path)));
  if (recording === null || check.data === null || webinar.phase === "closed") return null;

  const { verdict, findings, checked_at, viewers_failed, last_failed_at } = check.data;
  const button = may("write") && (
    <Button small busy={again.busy} onClick={() => void again.run()}>
      {t("webinar-recording-check")}
    </Button>
  );
  const at = (text: string | null) => (text === null ? "" : dateTime(text, webinar.timezone));
  const remarks = findings.filter(({ code }) => REMARKS.has(code));
  return (
    <>
      {verdict === "not_playable" && (
        <Note tone="danger" role="status" testId="recording-not-playable" action={button}>
          {t("webinar-recording-not_playable")}{" "}
          {findings
            .filter(({ code }) => !REMARKS.has(code) && code !== "no_cors")
            .map((finding) => sentence(finding, webinar))
            .join(" ")}{" "}
          {t("webinar-recording-checked", { moment: at(checked_at) })}
        </Note>
      )}
      {viewers_failed > 0 && (
        <Note
          tone="warn"
          role="status"
          testId="recording-failed-for-viewers"
          action={verdict === "playable" && button}
        >
          {t("webinar-recording-viewers", { count: viewers_failed, moment: at(last_failed_at) })}
        </Note>
      )}
      {verdict === "playable" && remarks.length > 0 && (
        <Note tone="warn" role="status" testId="recording-remarks">
          {remarks.map((finding) => sentence(finding, webinar)).join(" ")}
        </Note>
      )}
      {verdict === "not_checked" && (
        <p class="small muted" data-testid="recording-not-checked">
          {findings.map((finding) => sentence(finding, webinar)).join(" ")}
        </p>
      )}
    </>
  );
}

function sentence({ code, value }: RecordingCheck["findings"][number], webinar: Webinar): string {
  if (code === "other_length") {
    return t("webinar-recording-other_length", {
      file: timeCode(Number(value)),
      typed: timeCode(webinar.recording?.duration_s ?? 0),
    });
  }
  return textOf(`webinar-recording-finding-${code}`, { status: value ?? "" }) ?? code;
}
