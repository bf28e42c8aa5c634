import type { Question, Status, Submission, Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t, textOf } from "../../i18n/texts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { answerText, questionText } from "./answers.ts";
import { registration } from "./api.ts";
import css from "./tab.module.css";

/** Every form that was sent, newest first, and what became of it. */
export function SubmissionList({ webinar, questions }: { webinar: Webinar; questions: readonly Question[] }) {
  const pager = usePager(webinar.id);
  const page = useResource(`${webinar.id} ${pager.cursor ?? ""}`, (signal) =>
    registration.submissions(webinar.id, pager.cursor, signal),
  );
  usePolling(page.reload);
  const items = page.data?.items;
  return (
    <section class={css.section} aria-label={t("registration-submissions")} data-testid="submissions">
      <div class={css.bar}>
        <h2 class="grow">{t("registration-submissions")}</h2>
        {items && items.length > 0 && (
          <ButtonLink href={`/api/v1/webinars/${webinar.id}/submissions.csv`} icon="download" small download>
            {t("registration-submissions-export")}
          </ButtonLink>
        )}
      </div>
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.data === null && page.loading && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty icon="people" title={t("registration-submissions-empty")}>
          {t("registration-submissions-empty_text")}
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table} data-phone="stacked">
            <caption class="hidden">{t("registration-submissions")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("registration-received")}</th>
                <th scope="col">{t("registration-who")}</th>
                <th scope="col">{t("registration-became")}</th>
                <th scope="col">{t("registration-answers")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <Row key={each.id} submission={each} questions={questions} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("registration-submissions")} />
    </section>
  );
}

function Row({ submission, questions }: { submission: Submission; questions: readonly Question[] }) {
  const { contact = {}, answers = [], source = {} } = submission;
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  const outcome = submission.outcome ?? "received";
  return (
    <tr>
      <td>
        <When at={submission.received_at} />
      </td>
      <td data-cell="main">
        {name} <span class="muted">{submission.email ?? ""}</span>
      </td>
      <td>
        {t(`registration-outcome-${outcome as "member"}`)}
        {submission.member_status && (
          <div class="muted small">{statusName(submission.member_status as Status)}</div>
        )}
      </td>
      <td>
        <ul class={css.answers}>
          {answers.map((answer) => (
            <li key={answer.id}>
              <span class="muted">{questionText(answer, questions)}</span> {answerText(answer, questions)}
            </li>
          ))}
          {Object.entries(source).map(([key, text]) => (
            <li key={key}>
              <span class="muted">{textOf(`registration-source-${key}`) ?? key}</span> {text}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
