import type { ComponentChildren } from "preact";
import { LanguageSwitch } from "../../i18n/language_switch.tsx";
import scenes from "./scenes.module.css";

/** The page around a card in its middle. */
export function Frame({ children }: { children: ComponentChildren }) {
  return (
    <div class={scenes.frame}>
      <main>{children}</main>
      <footer>
        <LanguageSwitch />
      </footer>
    </div>
  );
}
