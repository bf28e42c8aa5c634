import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/texts.ts";
import { Button } from "./button.tsx";
import { Note } from "./note.tsx";
import type { Problem } from "./problem.ts";

/** Why something did not work, in place; read out at once. */
export function ProblemNote({ problem, retry }: { problem: Problem | null; retry?: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  // What a person just did was refused: the reason may be beyond the edge of what is seen. A page that cannot be
  // loaded, which can be tried again, moves nothing.
  useEffect(() => {
    if (problem && !retry) place.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  if (!problem) return null;
  return (
    <Note
      place={place}
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
