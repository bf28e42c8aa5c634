import type { ComponentChildren, JSX } from "preact";
import css from "./pill.module.css";

/** The meaning of a state for the reader, rather than its name. */
export type Tone = "strong" | "accent" | "plain" | "faint" | "warn" | "danger";

interface Props extends Omit<JSX.IntrinsicElements["span"], "class"> {
  tone: Tone;
  children: ComponentChildren;
}

/** A state in one or two words. */
export function Pill({ tone, children, ...rest }: Props) {
  return (
    <span {...rest} class={css.pill} data-tone={tone}>
      {children}
    </span>
  );
}

/** The same as a link. */
export function PillLink({
  tone,
  href,
  children,
}: {
  tone: Tone;
  href: string;
  children: ComponentChildren;
}) {
  return (
    <a href={href} class={css.pill} data-tone={tone}>
      {children}
    </a>
  );
}
