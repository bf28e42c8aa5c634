import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Copied } from "../../ui/copied.tsx";
import { Skeleton } from "../../ui/empty.tsx";
import { count } from "../../ui/format/numbers.ts";
import { Note } from "../../ui/note.tsx";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { registration } from "./api.ts";
import { PaymentList } from "./payments.tsx";
import { PagePreview } from "./preview.tsx";
import { ApprovalQueue } from "./queue.tsx";
import { RegistrationSettings } from "./settings.tsx";
import { SubmissionList } from "./submissions.tsx";
import css from "./tab.module.css";

/** The registration of a webinar: the page, the queue of pending decisions, and every form. */
export function RegistrationTab({ webinar }: { webinar: Webinar }) {
  const found = useResource(webinar.id, (signal) => registration.read(webinar.id, signal));
  const [version, setVersion] = useState(0);
  const settings = found.data;
  if (settings === null) {
    return found.loading ? (
      <Skeleton rows={6} />
    ) : (
      <ProblemNote problem={found.problem} retry={found.reload} />
    );
  }
  return (
    <div class={css.sections} data-testid="registration">
      {settings.warnings.map((code) => (
        <Note key={code} tone="warn" role="status" code={code}>
          {t(`registration-warning-${code as "mails_off"}`)}
        </Note>
      ))}
      <section class={css.section} aria-label={t("registration-page")}>
        <div class={css.bar}>
          <h2 class="grow">{t("registration-page")}</h2>
          <Pill tone={settings.saved && settings.open ? "accent" : "faint"}>
            {settings.saved && settings.open ? t("registration-open") : t("registration-shut")}
          </Pill>
          {settings.saved && settings.open && (
            <ButtonLink href={settings.url}>{t("registration-preview")}</ButtonLink>
          )}
        </div>
        {Object.keys(settings.counts).length > 0 && (
          <div class={css.numbers}>
            <span class="muted">{t("registration-counts")}</span>
            {Object.entries(settings.counts).map(([outcome, number]) => (
              <Pill key={outcome} tone="plain">
                {t(`registration-outcome-${outcome as "member"}`)} {count(number)}
              </Pill>
            ))}
          </div>
        )}
        <RegistrationSettings
          key={webinar.id}
          webinar={webinar}
          settings={settings}
          onSaved={(saved) => {
            setVersion(version + 1);
            found.set(saved);
          }}
        />
        {settings.saved && settings.open && <PagePreview url={settings.url} version={version} />}
      </section>
      {settings.saved && (
        <>
          <ApprovalQueue webinar={webinar} />
          <section class={css.section} aria-label={t("registration-embed")}>
            <h2>{t("registration-embed")}</h2>
            <p class="muted">{t("registration-embed-text")}</p>
            <div class={`${cardCss.card} ${css.padded}`}>
              <h3>{t("registration-embed-link")}</h3>
              <Copied text={settings.embed.link} what="link" />
              <h3>{t("registration-embed-script")}</h3>
              <Copied text={settings.embed.script} what="script" />
              <h3>{t("registration-embed-iframe")}</h3>
              <Copied text={settings.embed.iframe} what="iframe" />
              <h3>{t("registration-embed-html")}</h3>
              <Copied text={settings.embed.html} what="html" />
            </div>
          </section>
          <PaymentList webinar={webinar} />
          <SubmissionList webinar={webinar} questions={settings.questions} />
        </>
      )}
    </div>
  );
}
