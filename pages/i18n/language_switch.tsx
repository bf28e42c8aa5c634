/** The choice of a language, each called by its own name. */
import css from "./language_switch.module.css";
import { chooseLanguage, language, languageName, languages, t } from "./texts.ts";

export function LanguageSwitch() {
  const chosen = language();
  return (
    <select
      class={css.switch}
      data-testid="language"
      aria-label={t("words-language")}
      value={chosen}
      onChange={({ currentTarget }) => void chooseLanguage(currentTarget.value)}
    >
      {languages().map((tag) => (
        <option key={tag} value={tag} lang={tag}>
          {languageName(tag)}
        </option>
      ))}
    </select>
  );
}
