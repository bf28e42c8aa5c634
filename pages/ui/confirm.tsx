import type { ComponentChildren } from "preact";
import { t } from "../i18n/texts.ts";
import { useAction } from "./action.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ProblemNote } from "./problem_note.tsx";

interface Props {
  title: string;
  children: ComponentChildren;
  /** The label of the confirming button. */
  verb: string;
  danger?: boolean;
  run: () => Promise<unknown>;
  onClose: () => void;
  /** After it was done; closes by default. */
  onDone?: () => void;
}

/** Asks before something that cannot be taken back; stays open, with the reason, when it is refused. */
export function Confirm({ title, children, verb, danger = false, run, onClose, onDone = onClose }: Props) {
  const action = useAction(async () => {
    await run();
    onDone();
  });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind={danger ? "danger" : "primary"} busy={action.busy} onClick={() => action.run()}>
            {verb}
          </Button>
        </>
      }
    >
      <div class="prose">{children}</div>
      <ProblemNote problem={action.problem} />
    </Dialog>
  );
}
