import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import formCss from "../../ui/form.module.css";
import { dateTime } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { RetractDialog } from "./retract_dialog.tsx";
import { retractions } from "./retractions.ts";

/** Takes the import that was just made back: in one click, or after a look at what else goes. */
export function UndoImport({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const [undone, setUndone] = useState(false);
  const undo = useAction(async () => {
    await retractions.retract({ kind: "imports", id }, { watchers: false, erase_persons: false }, "");
    setUndone(true);
  });
  if (undone) {
    return (
      <Note tone="good" role="status" icon="check" testId="import-undone">
        {t("members-import-undone")}
      </Note>
    );
  }
  return (
    <div class="actions">
      <Button small busy={undo.busy} onClick={() => void undo.run()}>
        {t("members-import-undo")}
      </Button>
      <Button small kind="quiet" onClick={() => setAsking(true)}>
        {t("members-import-undo_choose")}
      </Button>
      <ProblemNote problem={undo.problem} />
      {asking && <UndoDialog id={id} onClose={() => setAsking(false)} onDone={() => setUndone(true)} />}
    </div>
  );
}

interface DialogProps {
  id: string;
  onClose: () => void;
  onDone: () => void;
}

function UndoDialog({ id, onClose, onDone }: DialogProps) {
  return (
    <RetractDialog
      what={{ kind: "imports", id }}
      title={t("members-import-undo")}
      text={t("members-import-undo_text")}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

/** The imports of a webinar before this one, each with its undoing. */
export function EarlierImports({ webinar }: { webinar: Webinar }) {
  const list = useResource(webinar.id, (signal) => retractions.imports(webinar.id, signal));
  const [undoing, setUndoing] = useState<string | null>(null);
  const items = list.data?.items ?? [];
  if (!items.length) return <ProblemNote problem={list.problem} />;
  return (
    <details class={formCss.more} data-testid="imports">
      <summary>{t("members-imports", { count: items.length })}</summary>
      <ul>
        {items.map(({ import_id, at, imported_by, created, updated, skipped, retracted_at }) => {
          const moment = dateTime(at, webinar.timezone);
          return (
            <li key={import_id}>
              <p>
                {t("members-imports-one", { moment, by: imported_by, created, updated, skipped })}
                {retracted_at && (
                  <span class="muted">
                    {" "}
                    {t("members-retract-at", { moment: dateTime(retracted_at, webinar.timezone) })}
                  </span>
                )}
              </p>
              {!retracted_at && (
                <Button
                  small
                  aria-label={t("members-imports-undo", { moment })}
                  onClick={() => setUndoing(import_id)}
                >
                  {t("members-import-undo")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {undoing && <UndoDialog id={undoing} onClose={() => setUndoing(null)} onDone={list.reload} />}
    </details>
  );
}
