import { t } from "../../i18n/texts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { dateTime } from "../../ui/format/times.ts";
import pageCss from "../../ui/page.module.css";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { campaigns } from "./api.ts";
import css from "./campaigns.module.css";
import { TEMPLATES } from "./flow.ts";
import { reasonWords, STATE_TONE } from "./words.ts";

/** All campaigns, newest first, and templates to start from. */
export function CampaignsPage() {
  const pager = usePager("campaigns");
  const list = useResource(`campaigns ${pager.cursor}`, (signal) => campaigns.list(pager.cursor, signal));
  useTitle(t("campaigns-title"));
  const items = list.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("campaigns-title")}</h1>
          <p class="muted">{t("campaigns-lead")}</p>
        </div>
        {may("write") && (
          <ButtonLink kind="primary" icon="add" href="/campaigns/new">
            {t("campaigns-new")}
          </ButtonLink>
        )}
      </header>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.loading && <Skeleton rows={4} />}
      {items?.length === 0 && pager.number === 1 && (
        <Empty icon="people" title={t("campaigns-empty")}>
          {t("campaigns-empty_text")}
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table}>
            <caption class="hidden">{t("campaigns-title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("campaigns-name")}</th>
                <th scope="col">{t("campaigns-state")}</th>
                <th scope="col">{t("campaigns-changed")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((campaign) => (
                <tr key={campaign.id}>
                  <td>
                    <a href={`/campaigns/${campaign.id}`}>{campaign.name}</a>
                  </td>
                  <td>
                    <Pill tone={STATE_TONE[campaign.state]}>{t(`campaigns-state-${campaign.state}`)}</Pill>{" "}
                    {campaign.reason && <span class="muted small">{reasonWords(campaign.reason)}</span>}
                  </td>
                  <td class="muted">{dateTime(campaign.changed_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.data && <Pages pager={pager} next={list.data.next_cursor} label={t("campaigns-title")} />}
      {may("write") && (
        <section aria-labelledby="templates">
          <h2 id="templates">{t("campaigns-templates")}</h2>
          <ul class={css.templates}>
            {TEMPLATES.map((name) => (
              <li key={name} class={cardCss.card} data-padded>
                <a href={`/campaigns/new?template=${name}`}>{t(`campaigns-template-${name}`)}</a>
                <p class="muted small">{t(`campaigns-template-${name}_about`)}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
