import { t } from "../i18n/texts.ts";
import { Button } from "./button.tsx";
import { Note } from "./note.tsx";
import type { Problem } from "./problem.ts";

/** Why something did not work, in place; read out at once. */
export function ProblemNote({ problem, retry }: { problem: Problem | null; retry?: () => void }) {
  if (!problem) return null;
  return (
    <Note
      tone="danger"
      role="alert"
      code={problem.code}
      action={
        retry && (
          <Button small onClick={retry}>
            {t("ui-retry")}
          </Button>
        )
      }
    >
      {problem.message}
    </Note>
  );
}
