import type { SessionScope } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Note } from "../../ui/note.tsx";

/** In place of what the signed-in key may not see. */
export function LackingNote({ scope }: { scope: SessionScope }) {
  return (
    <Note tone="danger" role="alert" code="missing_scope">
      {t("errors-missing_scope-scope", { scope })}
    </Note>
  );
}
