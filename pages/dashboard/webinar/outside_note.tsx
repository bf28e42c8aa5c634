import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import formCss from "../../ui/form.module.css";
import { Note } from "../../ui/note.tsx";
import { useResource } from "../../ui/resource.ts";
import { memberName } from "../members/names.ts";
import { RetractDialog } from "../members/retract_dialog.tsx";
import { type Retractable, retractions } from "../members/retractions.ts";
import { may } from "../signin/session.ts";

/** Members who are Attended by another event, from before such attendance was told apart, each to be corrected. */
export function OutsideNote({ webinar }: { webinar: Webinar }) {
  const list = useResource(webinar.id, (signal) => retractions.outside(webinar.id, signal));
  const [asked, setAsked] = useState<Retractable | null>(null);
  const items = list.data?.items ?? [];
  const attended = statusName("attended");
  if (!items.length) return null;
  const ask = (member?: string) =>
    setAsked({ kind: "attendance", id: webinar.id, ...(member ? { member } : {}) });
  return (
    <>
      <Note
        tone="warn"
        role="status"
        testId="outside-event"
        action={
          may("write") && (
            <Button small onClick={() => ask()}>
              {t("webinar-outside-all")}
            </Button>
          )
        }
      >
        {t("webinar-outside", { count: items.length, status: attended })}
      </Note>
      <details class={formCss.more}>
        <summary>{t("webinar-outside-list")}</summary>
        <ul>
          {items.map(({ member, becomes }) => (
            <li key={member.id}>
              {t("webinar-outside-one", { name: memberName(member), status: statusName(becomes) })}{" "}
              {may("write") && (
                <Button
                  small
                  kind="quiet"
                  aria-label={t("webinar-outside-which", { name: memberName(member) })}
                  onClick={() => ask(member.id)}
                >
                  {t("webinar-outside-correct")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </details>
      {asked && (
        <RetractDialog
          what={asked}
          title={t("webinar-outside-title")}
          text={t("webinar-outside-text", { status: attended })}
          onClose={() => setAsked(null)}
          onDone={list.reload}
        />
      )}
    </>
  );
}
