import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import { Segmented } from "../../ui/segmented.tsx";
import css from "./views.module.css";

type View = "desktop" | "phone" | "text";

interface Props {
  /** Its language, for readers that speak. */
  language: string;
  text: string;
  html: string | undefined;
}

/** A mail as a desktop and a phone show it, and as plain text. */
export function MailViews({ language, text, html }: Props) {
  const [view, setView] = useState<View>("desktop");
  const shown = html === undefined ? "text" : view;
  return (
    <div class={css.views}>
      {html !== undefined && (
        <Segmented<View>
          label={t("mails-view")}
          options={[
            ["desktop", t("mails-view-desktop")],
            ["phone", t("mails-view-phone")],
            ["text", t("mails-view-text")],
          ]}
          value={view}
          onValue={setView}
        />
      )}
      {html === undefined || shown === "text" ? (
        <pre class={css.text} lang={language}>
          {text}
        </pre>
      ) : (
        <HtmlFrame html={html} narrow={shown === "phone"} />
      )}
    </div>
  );
}

/** The HTML part, in a sandbox: it runs no script, and its links lead nowhere. */
function HtmlFrame({ html, narrow }: { html: string; narrow: boolean }) {
  const frame = useRef<HTMLIFrameElement>(null);
  // The page in the sandbox has no origin by which it could be named.
  const send = () => frame.current?.contentWindow?.postMessage({ html }, "*");
  useEffect(send, [html]);
  return (
    <iframe
      ref={frame}
      class={css.frame}
      data-narrow={narrow || undefined}
      src="/mail-frame"
      sandbox="allow-scripts"
      title={t("mails-view-frame")}
      onLoad={send}
    />
  );
}
