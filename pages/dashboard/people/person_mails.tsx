import { t } from "../../i18n/texts.ts";
import { dateTime } from "../../ui/format/times.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { people } from "./api.ts";

/** The latest mails to a person. */
export function PersonMails({ person }: { person: string }) {
  const mails = useResource(`mails of ${person}`, (signal) => people.mails(person, signal));
  if (!mails.data) return <ProblemNote problem={mails.problem} retry={mails.reload} />;
  if (mails.data.items.length === 0) return <p class="muted">{t("people-no_mail")}</p>;
  return (
    <div class="scroll">
      <table class={tableCss.table} data-testid="person-mails">
        <caption class="hidden">{t("people-mails")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("segments-mail_kind")}</th>
            <th scope="col">{t("segments-mail_state")}</th>
            <th scope="col">{t("segments-at")}</th>
          </tr>
        </thead>
        <tbody>
          {mails.data.items.map((mail) => (
            <tr key={mail.id}>
              <td>
                {mail.subject ?? t(`mails-kind-${mail.kind as "reminder"}`)}
                {mail.subject && <div class="muted small">{t(`mails-kind-${mail.kind as "reminder"}`)}</div>}
              </td>
              <td>{t(`mails-state-${mail.state as "sent"}`)}</td>
              <td class="muted">{dateTime(mail.sent_at ?? mail.due_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
