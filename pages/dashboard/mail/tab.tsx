import { useState } from "preact/hooks";
import type { KindOfMail, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import cardCss from "../../ui/card.module.css";
import { Skeleton } from "../../ui/empty.tsx";
import formCss from "../../ui/form.module.css";
import { count } from "../../ui/format/numbers.ts";
import { dateTime } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
import { Pill } from "../../ui/pill.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { may } from "../signin/session.ts";
import { mails } from "./api.ts";
import { KindDialog } from "./kind_dialog.tsx";
import { MailList } from "./list.tsx";
import { SuppressionList } from "./suppressions.tsx";
import css from "./tab.module.css";

/** The mails of a webinar: kinds, plans, and every mail with its state. */
export function MailTab({ webinar }: { webinar: Webinar }) {
  const settings = useResource(webinar.id, (signal) => mails.settings(webinar.id, signal));
  const kinds = useResource(webinar.id, (signal) => mails.kinds(webinar.id, signal));
  usePolling(kinds.reload);
  const [shown, setShown] = useState<string | null>(null);
  const turn = useAction(async (enabled: boolean) => {
    if (settings.data === null) return;
    const { language, languages, from_name, reply_to, organizer } = settings.data;
    settings.set(
      await mails.saveSettings(webinar.id, {
        enabled,
        language,
        languages,
        from_name: from_name ?? null,
        reply_to: reply_to ?? null,
        organizer: organizer ?? null,
      }),
    );
  });
  const relay = settings.data?.relay;
  const shownKind = kinds.data?.kinds.find((each) => each.kind === shown);
  return (
    <div class={css.sections} data-testid="mail">
      <ProblemNote problem={settings.problem ?? kinds.problem ?? turn.problem} />
      {settings.data === null && settings.loading && <Skeleton rows={5} />}
      {relay && !relay.set && (
        <Note tone="warn" role="status" code="no_relay">
          {t("mails-no_relay")}
        </Note>
      )}
      {relay?.stopped_reason && (
        <Note tone="danger" role="alert" code="stopped">
          {t("mails-stopped", { reason: relay.stopped_reason })}
        </Note>
      )}
      {settings.data && (
        <section class={css.section} aria-label={t("mails-kinds")}>
          <div class={css.bar}>
            <h2 class="grow">{t("mails-kinds")}</h2>
            <label class={formCss.check}>
              <input
                type="checkbox"
                checked={settings.data.enabled}
                disabled={turn.busy || !may("write")}
                onChange={(event) => turn.run(event.currentTarget.checked)}
              />
              <span>{t("mails-enabled")}</span>
            </label>
          </div>
          {kinds.data && (
            <Kinds webinar={webinar} kinds={kinds.data.kinds} onShow={setShown} onChanged={kinds.reload} />
          )}
          {kinds.data && kinds.data.planned.length > 0 && (
            <div data-testid="planned">
              <h3 id="planned">{t("mails-planned")}</h3>
              <ul aria-labelledby="planned">
                {kinds.data.planned.map((plan) => (
                  <li key={`${plan.kind} ${plan.due_at}`}>
                    {t(`mails-kind-${plan.kind as "reminder"}`)}{" "}
                    <span class="muted">{dateTime(plan.due_at, webinar.timezone)}</span>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
      )}
      <MailList webinar={webinar} />
      <SuppressionList />
      {shownKind && (
        <KindDialog
          key={shownKind.kind}
          webinar={webinar}
          kind={shownKind}
          languages={settings.data?.available ?? ["en"]}
          onClose={() => setShown(null)}
          onSaved={kinds.reload}
        />
      )}
    </div>
  );
}

interface KindsProps {
  webinar: Webinar;
  kinds: KindOfMail[];
  onChanged: () => void;
  onShow: (kind: string) => void;
}

function Kinds({ webinar, kinds, onChanged, onShow }: KindsProps) {
  const turn = useAction(async (kind: KindOfMail, enabled: boolean) => {
    const { before_s, after_s } = kind;
    await mails.saveKind(webinar.id, kind.kind, {
      enabled,
      before_s: before_s ?? null,
      after_s: after_s ?? null,
    });
    onChanged();
  });
  return (
    <div class={cardCss.card} data-flush>
      <table class={`${tableCss.table} ${css.kinds}`}>
        <caption class="hidden">{t("mails-kinds")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("mails-kind")}</th>
            <th scope="col">{t("mails-states")}</th>
            <th scope="col">{t("mails-goes")}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((each) => (
            <tr key={each.kind}>
              <td>
                <button type="button" class={css.open} onClick={() => onShow(each.kind)}>
                  {t(`mails-kind-${each.kind as "reminder"}`)}
                </button>
              </td>
              <td>
                <div class={css.states}>
                  {Object.entries(each.states).map(([state, number]) => (
                    <Pill key={state} tone={state === "unknown" ? "danger" : "plain"}>
                      {t(`mails-state-${state as "sent"}`)} {count(number)}
                    </Pill>
                  ))}
                </div>
              </td>
              <td>
                <input
                  type="checkbox"
                  aria-label={t("mails-send", { kind: t(`mails-kind-${each.kind as "reminder"}`) })}
                  checked={each.enabled}
                  disabled={turn.busy || !may("write")}
                  onChange={(event) => turn.run(each, event.currentTarget.checked)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
