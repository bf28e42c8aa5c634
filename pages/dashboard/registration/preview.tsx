import { useState } from "preact/hooks";
import { language, languageName, languages, t } from "../../i18n/texts.ts";
import { SelectField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import css from "./tab.module.css";

/** The page as people see it, as wide as a phone; a new `version` loads it again. */
export function PagePreview({ url, version }: { url: string; version: number }) {
  const [shown, setShown] = useState(false);
  const [tag, setTag] = useState<string>(language);
  return (
    <details class={formCss.more} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{t("registration-preview_here")}</summary>
      {shown && (
        <div class={formCss.form}>
          <SelectField
            label={t("registration-preview_language")}
            value={tag}
            options={languages().map((each) => [each, languageName(each)] as const)}
            onValue={setTag}
          />
          <iframe
            key={`${version} ${tag}`}
            class={css.preview}
            src={`${new URL(url).pathname}?lang=${tag}`}
            title={t("registration-preview_here")}
          />
        </div>
      )}
    </details>
  );
}
