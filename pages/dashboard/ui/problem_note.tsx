import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

/** Why something did not work, in place; read out at once. */
export function ProblemNote({ problem, retry }: { problem: Problem | null; retry?: () => void }) {
  if (!problem) return null;
  return (
    <div class="note danger" role="alert" data-code={problem.code}>
      <Icon name="warning" />
      <p>{problem.message}</p>
      {retry && (
        <Button small onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}
