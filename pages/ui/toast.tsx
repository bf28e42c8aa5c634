import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import css from "./toast.module.css";

const SHOWN_MS = 4000;

interface Toast {
  id: number;
  text: string;
}

const toasts = signal<readonly Toast[]>([]);
let last = 0;

/** Says shortly that something worked; read out politely. */
export function toast(text: string): void {
  last += 1;
  const made = { id: last, text };
  toasts.value = [...toasts.value.slice(-2), made];
  setTimeout(() => {
    toasts.value = toasts.value.filter((each) => each !== made);
  }, SHOWN_MS);
}

export function Toasts() {
  const element = useRef<HTMLDivElement>(null);
  const shown = toasts.value;

  useLayoutEffect(() => {
    // Shown anew, it stands above whatever dialog was opened since.
    element.current?.hidePopover();
    if (shown.length > 0) element.current?.showPopover();
  }, [shown]);

  return (
    <div ref={element} class={css.toasts} popover="manual" role="status" aria-live="polite">
      {shown.map((each) => (
        <p key={each.id} class={css.toast}>
          <Icon name="check" />
          {each.text}
        </p>
      ))}
    </div>
  );
}
