import { signal } from "@preact/signals";
import { Icon } from "./icon.tsx";

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
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((each) => (
        <p key={each.id} class="toast">
          <Icon name="check" />
          {each.text}
        </p>
      ))}
    </div>
  );
}
