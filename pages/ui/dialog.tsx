import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/texts.ts";
import { Button } from "./button.tsx";
import css from "./dialog.module.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** The buttons at the end; they stay visible while the content scrolls. */
  footer?: ComponentChildren;
  /** `sheet` slides in from the side and is as high as the window. */
  shape?: "box" | "wide" | "sheet";
  testId?: string;
}

/** A modal native dialog that is open while it is mounted; Esc and a click beside it close it. */
export function Dialog({ title, onClose, children, footer, shape = "box", testId }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const pressed = useRef<EventTarget | null>(null);
  const gone = useRef(false);

  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    // A sheet is read from its top; a box leaves the focus to the field that asks for it, or the first control.
    if (shape === "sheet") dialog?.querySelector("h2")?.focus();
    return () => {
      // It has left the page by now, too late for close() to give the focus back by itself.
      gone.current = true;
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [shape]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the keyboard's way, by the cancel event
    <dialog
      ref={element}
      class={css.dialog}
      data-shape={shape}
      aria-labelledby={heading}
      data-testid={testId}
      onCancel={(event) => {
        // A file picker's cancel bubbles up to here too.
        if (event.target !== element.current) return;
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        if (!gone.current) onClose();
      }}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={(event) => {
        // Both ends of the click: selecting text may end beside the dialog.
        if (event.target === element.current && pressed.current === element.current) onClose();
      }}
    >
      <div class={css.body}>
        <header class={css.head}>
          <h2 id={heading} tabIndex={-1}>
            {title}
          </h2>
          <Button kind="quiet" icon="close" aria-label={t("ui-close")} onClick={onClose} />
        </header>
        <div class={css.content}>{children}</div>
        {footer && <footer class={css.foot}>{footer}</footer>}
      </div>
    </dialog>
  );
}
