import { useRoute } from "preact-iso";
import type { Membership, PersonConsents, PersonMemberships } from "../../generated/api.ts";
import { locale, t } from "../../i18n/texts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Skeleton } from "../../ui/empty.tsx";
import { duration } from "../../ui/format/numbers.ts";
import { dateTime } from "../../ui/format/times.ts";
import pageCss from "../../ui/page.module.css";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { members } from "../members/api.ts";
import { StatusPill } from "../members/status_pill.tsx";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { people } from "./api.ts";
import { personName } from "./names.ts";
import css from "./person.module.css";
import { PersonMails } from "./person_mails.tsx";
import { PersonTimeline } from "./person_timeline.tsx";

/** One person: every webinar that they are in, what they watched there, and everything that happened. */
export function PersonPage() {
  const id = useRoute().params.person ?? "";
  const known = useResource(`person ${id}`, (signal) => people.read(id, signal));
  const consents = useResource(`consents ${id}`, (signal) => people.consents(id, signal));
  const name = known.data ? personName(known.data.person) : t("people-person");
  useTitle(name);
  if (known.problem) return <ProblemNote problem={known.problem} retry={known.reload} />;
  if (!known.data) return <Skeleton rows={8} page />;
  const { person, memberships } = known.data;
  return (
    <>
      <nav class={pageCss.crumbs} aria-label={t("people-title")}>
        <a href="/people">{t("people-title")}</a>
      </nav>
      <header class={pageCss.head}>
        <div>
          <h1>{name}</h1>
          {person.email && <p class="muted">{person.email}</p>}
        </div>
        {may("privacy") && person.email && (
          <ButtonLink icon="download" download href={members.exportPersonAddress(person.id)}>
            {t("people-export")}
          </ButtonLink>
        )}
      </header>
      <Facts person={person} />
      <div class={css.sections}>
        <section class={cardCss.card} data-padded aria-labelledby="person-webinars">
          <h2 id="person-webinars">{t("people-memberships")}</h2>
          <Memberships memberships={memberships} />
        </section>
        <section class={cardCss.card} data-padded aria-labelledby="person-consents">
          <h2 id="person-consents">{t("people-consents")}</h2>
          <ProblemNote problem={consents.problem} retry={consents.reload} />
          {consents.data && <Consents consents={consents.data} />}
        </section>
        <section class={cardCss.card} data-padded aria-labelledby="person-mails">
          <h2 id="person-mails">{t("people-mails")}</h2>
          <PersonMails person={person.id} />
        </section>
        <section class={cardCss.card} data-padded aria-labelledby="person-timeline">
          <h2 id="person-timeline">{t("people-timeline")}</h2>
          <PersonTimeline person={person.id} memberships={memberships} />
        </section>
      </div>
    </>
  );
}

function Facts({ person }: { person: PersonMemberships["person"] }) {
  const rows: [string, string | null | undefined][] = [
    [t("segments-field-company"), person.company],
    [t("segments-field-job_title"), person.job_title],
    [t("segments-field-phone"), person.phone],
    [t("segments-field-city"), person.city],
    [t("segments-field-country"), person.country && nameOf(person.country, "region")],
    [t("segments-field-language"), person.language && nameOf(person.language, "language")],
    [t("segments-field-created_at"), dateTime(person.created_at)],
    ...Object.entries(person.properties ?? {}).map(
      ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)] as [string, string],
    ),
  ];
  return (
    <dl class={css.facts}>
      {rows.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** The name of a language or a country in the page's language; what is no code, as it is. */
function nameOf(code: string, type: "language" | "region"): string {
  try {
    return new Intl.DisplayNames([locale()], { type, fallback: "none" }).of(code) ?? code;
  } catch {
    return code;
  }
}

function Memberships({ memberships }: { memberships: readonly Membership[] }) {
  if (memberships.length === 0) return <p class="muted">{t("people-no_webinar")}</p>;
  return (
    <div class="scroll">
      <table class={tableCss.table} data-testid="memberships">
        <caption class="hidden">{t("people-memberships")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("people-webinar")}</th>
            <th scope="col">{t("segments-status")}</th>
            <th scope="col">{t("people-watched_live")}</th>
            <th scope="col">{t("people-watched_on_demand")}</th>
          </tr>
        </thead>
        <tbody>
          {memberships.map((each) => (
            <tr key={each.member_id}>
              <td>
                <a href={`/webinars/${each.webinar_id}/members?member=${each.member_id}`}>
                  {each.webinar_name}
                </a>
                <div class="muted small">{dateTime(each.starts_at, each.timezone)}</div>
              </td>
              <td>
                <StatusPill status={each.status} />
                {each.status_reason && <div class="muted small">{each.status_reason}</div>}
              </td>
              <td>{duration(each.watched_s.live)}</td>
              <td>{duration(each.watched_s.on_demand)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Consents({ consents }: { consents: PersonConsents }) {
  if (consents.items.length === 0) return <p class="muted">{t("people-no_consent")}</p>;
  return (
    <ul class={css.list} data-testid="consents">
      {consents.items.map(({ consent, webinar_id }) => (
        <li key={`${webinar_id} ${consent.purpose} ${consent.agreed_at}`}>
          <strong>{consent.purpose}</strong>{" "}
          {!consent.proved && <Pill tone="warn">{t("people-not_confirmed")}</Pill>}
          <p>{consent.text}</p>
          <p class="muted small">{dateTime(consent.agreed_at)}</p>
        </li>
      ))}
    </ul>
  );
}
