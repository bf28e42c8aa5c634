import { useState } from "preact/hooks";
import type { AuditEntry } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { count } from "../../ui/format/numbers.ts";
import pageCss from "../../ui/page.module.css";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { useTitle } from "../shell/title.ts";
import { sentence } from "../words.ts";
import { AccessTabs } from "./access_tabs.tsx";
import { audit } from "./api.ts";
import css from "./page.module.css";

/** What is asked for most; the log has an entry for every kind of change. */
const ACTIONS = [
  "sign_in",
  "use_key",
  "create_key",
  "rotate_key",
  "revoke_key",
  "end_session",
  "end_sessions",
  "export_members",
  "export_person",
  "erase_person",
  "change_person",
  "set_status",
  "add_members",
  "import_members",
  "create_webinar",
  "change_webinar",
  "delete_webinar",
  "create_connection",
  "change_connection",
  "delete_connection",
  "rotate_secrets",
] as const;
type Action = (typeof ACTIONS)[number];

/** Who did what, from where and when, latest first. */
export function AuditPage() {
  const [action, setAction] = useState<Action | "">("");
  const [who, setWho] = useState("");
  const pager = usePager(`${action} ${who}`);
  const page = useResource(`audit ${action} ${who} ${pager.cursor ?? ""}`, (signal) =>
    audit.list({ action, who: who.trim(), cursor: pager.cursor }, signal),
  );
  useTitle(t("keys-audit"));
  const items = page.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("keys-audit")}</h1>
          <p class="muted">{t("keys-audit-lead")}</p>
        </div>
      </header>
      <AccessTabs />
      <div class={css.filters}>
        <TextField label={t("keys-audit-who")} value={who} onValue={setWho} />
        <SelectField<Action | "">
          label={t("keys-audit-what")}
          value={action}
          options={[
            ["", t("keys-audit-anything")],
            ...ACTIONS.map((each) => [each, words(each) ?? each] as const),
          ]}
          onValue={setAction}
        />
      </div>
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.data === null && page.loading && <Skeleton rows={6} />}
      {items?.length === 0 && (
        <Empty icon="key" title={t("keys-audit-empty")}>
          {t("keys-audit-empty_text")}
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table} data-phone="stacked" data-testid="audit">
            <caption class="hidden">{t("keys-audit")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("keys-audit-when")}</th>
                <th scope="col">{t("keys-audit-who")}</th>
                <th scope="col">{t("keys-audit-what")}</th>
                <th scope="col" class={css.created}>
                  {t("keys-audit-from")}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <tr key={each.id}>
                  <td class="muted">
                    <When at={each.last_at} />
                  </td>
                  <td>
                    {each.actor === "nobody" ? t("keys-audit-nobody") : each.actor_name}
                    <div class="muted small">{t(`keys-audit-actor-${each.actor}`)}</div>
                  </td>
                  <td data-cell="main">
                    <What action={each.action} />
                    <Target entry={each} />
                    {details(each).map((text) => (
                      <div key={text} class="muted small">
                        {text}
                      </div>
                    ))}
                    {each.calls > 1 && (
                      <div class="muted small">{t("keys-audit-calls", { count: count(each.calls) })}</div>
                    )}
                  </td>
                  <td class={`muted ${css.created}`}>{each.address ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("keys-audit")} />
    </>
  );
}

function words(action: string): string | null {
  return textOf(`keys-audit-action-${action}`);
}

/** An action in the page's language; one that no text is for by its name in the API, which is English. */
function What({ action }: { action: string }) {
  const known = words(action);
  return <span lang={known === null ? "en" : undefined}>{known ?? sentence(action)}</span>;
}

/** The thing that it was about: its name and its page while there are any, else its kind and id. */
function Target({ entry: { target, target_id: id, target_name: name } }: { entry: AuditEntry }) {
  if (target === null || id === null) return null;
  const kind = textOf(`keys-audit-target-${target}`);
  const page = PAGES[target];
  return (
    <div class={`muted small ${css.ids}`}>
      {kind !== null && `${kind} `}
      {name === null ? <code>{id}</code> : page ? <a href={`${page}${id}`}>{name}</a> : name}
    </div>
  );
}

const PAGES: Readonly<Record<string, string>> = {
  webinar: "/webinars/",
  connection: "/connections/",
  segment: "/segments/",
  campaign: "/campaigns/",
  person: "/people/",
};

/** What came of it, in words. */
function details(entry: AuditEntry): string[] {
  return Object.entries(entry.details).map(([name, value]) => {
    const said = name === "refused" ? (textOf(`errors-${value}`) ?? value) : value;
    return (
      textOf(`keys-audit-detail-${name}-${value}`) ??
      textOf(`keys-audit-detail-${name}`, { value: typeof said === "number" ? count(said) : said }) ??
      `${name}: ${value}`
    );
  });
}
