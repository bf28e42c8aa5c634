import { useEffect, useState } from "preact/hooks";
import { Console, NoLink } from "../console/console.tsx";
import { LanguageSwitch } from "../i18n/language_switch.tsx";
import { t } from "../i18n/texts.ts";
import pageCss from "../ui/page.module.css";
import { Toasts } from "../ui/toast.tsx";
import type { Link } from "./link.ts";

/** The page of a host or presenter: the console of the link's webinar. */
export function App({ link }: { link: Link | null }) {
  const [name, setName] = useState<string | null>(null);
  const title = name ?? t("console-title");
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <main class={pageCss.page}>
        {link ? <Console webinar={link.webinar} link={link.token} onName={setName} /> : <NoLink />}
        <footer>
          <LanguageSwitch />
        </footer>
      </main>
      <Toasts />
    </>
  );
}
