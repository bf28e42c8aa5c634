import { t } from "../../i18n/texts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";

export function NotFound() {
  return (
    <Empty
      page
      icon="search"
      title={t("shell-not_found")}
      action={<ButtonLink href="/webinars">{t("shell-not_found-back")}</ButtonLink>}
    >
      {t("shell-not_found-text")}
    </Empty>
  );
}
