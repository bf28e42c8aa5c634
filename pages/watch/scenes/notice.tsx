import type { ComponentChildren } from "preact";
import { Frame } from "./frame.tsx";
import css from "./notice.module.css";
import scenes from "./scenes.module.css";

export interface Message {
  title: string;
  text: string;
  /** The webinar's name, where it is known. */
  eyebrow?: string;
  /** A note while something is under way. */
  busy?: boolean;
  icon?: keyof typeof ICONS;
  action?: { label: string; href: string };
  children?: ComponentChildren;
}

const ICONS = {
  clock: "M24 7a17 17 0 1 0 0 34 17 17 0 0 0 0-34M24 14v11l7 4",
  link: "M20 28l8-8M22 15l4-4a8 8 0 0 1 11 11l-4 4M26 33l-4 4a8 8 0 0 1-11-11l4-4",
  person: "M24 24a8 8 0 1 0 0-16 8 8 0 0 0 0 16M9 41c2-8 8-12 15-12s13 4 15 12",
};

/** A page that only says something. */
export function Notice({ title, text, eyebrow, busy, icon, action, children }: Message) {
  return (
    <Frame>
      <section class={scenes.card} aria-live="polite">
        {busy && <span class={scenes.spinner} aria-hidden="true" />}
        {icon && (
          <svg class={css.mark} viewBox="0 0 48 48" aria-hidden="true">
            <path d={ICONS[icon]} />
          </svg>
        )}
        {eyebrow && <p class={scenes.eyebrow}>{eyebrow}</p>}
        <h1>{title}</h1>
        <p class={scenes.lead}>{text}</p>
        {children}
        {action && (
          <p class={scenes.actions}>
            <a class={scenes.button} data-look="primary" href={action.href} rel="noreferrer">
              {action.label}
            </a>
          </p>
        )}
      </section>
    </Frame>
  );
}
