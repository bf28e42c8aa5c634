import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { span } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
import { may } from "../signin/session.ts";

/** All attendance that a platform reported lies outside the webinar's times: the page asks whether they are right. */
export function TimesNote({ webinar, correct }: { webinar: Webinar; correct: () => void }) {
  if (!webinar.times_correctable) return null;
  return (
    <Note
      tone="warn"
      role="status"
      testId="times-wrong"
      action={
        may("write") && (
          <Button small onClick={correct}>
            {t("webinars-past-correct")}
          </Button>
        )
      }
    >
      {t("webinar-times-wrong", {
        times: span(webinar.starts_at, webinar.ends_at, webinar.timezone),
      })}
    </Note>
  );
}
