import type { ComponentChildren } from "preact";
import { Frame } from "./frame.tsx";

export interface Message {
  title: string;
  text: string;
  /** The webinar's name, where it is known. */
  eyebrow?: string;
  /** Something is under way. */
  busy?: boolean;
  tone?: "quiet";
  action?: { label: string; href: string };
  children?: ComponentChildren;
}

/** A page that only says something. */
export function Notice({ title, text, eyebrow, busy, tone, action, children }: Message) {
  return (
    <Frame>
      <section class="card notice" aria-live="polite">
        <Mark busy={busy ?? false} tone={tone} />
        {eyebrow && <p class="eyebrow">{eyebrow}</p>}
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        {children}
        {action && (
          <p class="actions">
            <a class="button primary" href={action.href} rel="noreferrer">
              {action.label}
            </a>
          </p>
        )}
      </section>
    </Frame>
  );
}

function Mark({ busy, tone }: { busy: boolean; tone: Message["tone"] }) {
  if (busy) return <span class="spinner" aria-hidden="true" />;
  if (!tone) return null;
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="17" />
      <path d="M24 14v11l7 4" />
    </svg>
  );
}
