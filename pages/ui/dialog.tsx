import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
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
  /** The question about losses by closing; asked unless a button of the dialog closes it. */
  loses?: string | undefined;
}

/** A modal native dialog that is open while it is mounted; Esc and a click beside it close it. */
export function Dialog({ title, onClose, children, footer, shape = "box", testId, loses }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const pressed = useRef<EventTarget | null>(null);
  const gone = useRef(false);
  const edited = useEdited();
  const [asking, setAsking] = useState(false);
  const question = edited.is() ? t("ui-leave-edited") : loses;

  /** Esc, the cross and a click beside are easily done by mistake: what was typed is not thrown away unasked. */
  function leave(): void {
    if (edited.is() || loses !== undefined) setAsking(true);
    else onClose();
  }

  // Before the page is painted: the opener still has the focus, and nothing was typed into a dialog that is going.
  useLayoutEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    // A sheet is read from its top; a box leaves the focus to the field that asks for it, or the first control.
    if (shape === "sheet") dialog?.querySelector("h2")?.focus();
    return () => {
      gone.current = true;
      // It is still in the page, and everything behind an open dialog takes no focus.
      dialog?.close();
      giveBack(opener);
      // Where a dialog closes with one in it, that one is open until the whole tree is gone.
      queueMicrotask(() => giveBack(opener));
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
        leave();
      }}
      onClose={() => {
        if (!gone.current) onClose();
      }}
      onFocusIn={edited.look}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={(event) => {
        // Both ends of the click: selecting text may end beside the dialog.
        if (event.target === element.current && pressed.current === element.current) leave();
      }}
    >
      <div class={css.body}>
        <header class={css.head}>
          <h2 id={heading} tabIndex={-1}>
            {title}
          </h2>
          <Button kind="quiet" icon="close" aria-label={t("ui-close")} onClick={leave} />
        </header>
        <div class={css.content}>{children}</div>
        {footer && <footer class={css.foot}>{footer}</footer>}
      </div>
      {asking && question !== undefined && (
        <Dialog
          title={question}
          onClose={() => setAsking(false)}
          testId="leave-dialog"
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{t("ui-leave-stay")}</Button>
              <Button kind="danger" onClick={onClose}>
                {t("ui-leave-go")}
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </dialog>
  );
}

/** The focus returns to what opened the dialog, unless something has it by now. */
function giveBack(opener: Element | null): void {
  if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Return true when any field differs from its value at the first focus. */
function useEdited() {
  const first = useRef(new Map<Control, string>());
  return {
    look({ target }: { target: EventTarget | null }): void {
      if (isControl(target) && !first.current.has(target)) first.current.set(target, contentOf(target));
    },
    is: () => [...first.current].some(([each, was]) => each.isConnected && contentOf(each) !== was),
  };
}

function isControl(target: EventTarget | null): target is Control {
  if (target instanceof HTMLInputElement) return target.type !== "file" && target.type !== "search";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function contentOf(control: Control): string {
  return control instanceof HTMLInputElement && control.type === "checkbox"
    ? String(control.checked)
    : control.value;
}
