/** The choice of a language, each called by its own name. */
import css from "./language_switch.module.css";
import { chooseLanguage, language, languages, t } from "./texts.ts";

export function LanguageSwitch() {
  const chosen = language();
  return (
    <select
      class={css.switch}
      aria-label={t("words-language")}
      value={chosen}
      onChange={({ currentTarget }) => void chooseLanguage(currentTarget.value)}
    >
      {languages().map((tag) => (
        <option key={tag} value={tag} lang={tag}>
          {nameOf(tag)}
        </option>
      ))}
    </select>
  );
}

function nameOf(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
