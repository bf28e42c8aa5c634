import type { ComponentChildren } from "preact";

/** The page around a card in its middle. */
export function Frame({ children }: { children: ComponentChildren }) {
  return <main class="frame">{children}</main>;
}
