import { useState } from "preact/hooks";
import { t } from "../i18n/texts.ts";
import { Button } from "./button.tsx";
import { toast } from "./toast.tsx";

/** Over plain http from another machine browsers offer no clipboard API, only the old command. */
async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  // Everything outside an open modal dialog is inert and cannot be selected.
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

interface Props {
  text: string;
  /** The name of the copied text, for people: `join link of Ada`. */
  what: string;
  /** The button's text; only an icon without. */
  label?: string;
  small?: boolean;
  onCopied?: (() => void) | undefined;
}

export function CopyButton({ text, what, label, small = false, onCopied }: Props) {
  const [done, setDone] = useState(false);

  async function copy(): Promise<void> {
    await toClipboard(text);
    setDone(true);
    onCopied?.();
    toast(t("ui-copied", { what }));
    setTimeout(() => setDone(false), 1600);
  }

  const icon = done ? "check" : "link";
  if (label === undefined) {
    return <Button kind="quiet" small icon={icon} aria-label={t("ui-copy_what", { what })} onClick={copy} />;
  }
  return (
    <Button icon={icon} small={small} onClick={copy}>
      {label}
    </Button>
  );
}
