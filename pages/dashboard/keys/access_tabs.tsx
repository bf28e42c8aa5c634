import { useLocation } from "preact-iso";
import { t } from "../../i18n/texts.ts";
import tabsCss from "../../ui/tabs.module.css";

/** The pages about who may do what: keys, sessions, the audit log. */
export const ACCESS_PATHS = ["/keys", "/sessions", "/audit"] as const;

/** Links between them. */
export function AccessTabs() {
  const { path } = useLocation();
  const words = [t("keys-title"), t("keys-sessions"), t("keys-audit")];
  return (
    <nav class={tabsCss.tabs} aria-label={t("keys-access")}>
      {ACCESS_PATHS.map((each, n) => (
        <a key={each} href={each} aria-current={path === each ? "page" : undefined}>
          {words[n]}
        </a>
      ))}
    </nav>
  );
}
