import { t } from "../i18n/texts.ts";
import css from "./copied.module.css";
import { CopyButton } from "./copy.tsx";

interface Props {
  text: string;
  what: string;
  onCopied?: () => void;
}

/** A text to be pasted elsewhere, whole, with its button. */
export function Copied({ text, what, onCopied }: Props) {
  return (
    <div class={css.copied}>
      <code data-copied={what}>{text}</code>
      <CopyButton text={text} what={what} label={t("ui-copy")} small onCopied={onCopied} />
    </div>
  );
}
