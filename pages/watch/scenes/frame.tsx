import type { ComponentChildren } from "preact";
import scenes from "./scenes.module.css";

/** The page around a card in its middle. */
export function Frame({ children }: { children: ComponentChildren }) {
  return <main class={scenes.frame}>{children}</main>;
}
