import { useState } from "preact/hooks";
import type { ListedSession } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Confirm } from "../../ui/confirm.tsx";
import { Skeleton } from "../../ui/empty.tsx";
import pageCss from "../../ui/page.module.css";
import { Pill } from "../../ui/pill.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { When } from "../../ui/when.tsx";
import { useTitle } from "../shell/title.ts";
import { AccessTabs } from "./access_tabs.tsx";
import { sessions } from "./api.ts";
import { browserName } from "./browsers.ts";
import css from "./page.module.css";

/** Everybody who is signed in: where, since when, seen when; each can be ended. */
export function SessionsPage() {
  const list = useResource("sessions", (signal) => sessions.list(signal));
  const [ending, setEnding] = useState<ListedSession | "others" | null>(null);
  useTitle(t("keys-sessions"));
  const items = list.data?.items;
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("keys-sessions")}</h1>
          <p class="muted">{t("keys-sessions-lead")}</p>
        </div>
        {items && items.length > 1 && (
          <Button onClick={() => setEnding("others")}>{t("keys-sessions-end_others")}</Button>
        )}
      </header>
      <AccessTabs />
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.loading && <Skeleton rows={4} />}
      {items && items.length > 0 && (
        <div class={`${cardCss.card} ${css.below}`} data-flush>
          <table class={tableCss.table} data-testid="sessions">
            <caption class="hidden">{t("keys-sessions")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("keys-sessions-who")}</th>
                <th scope="col">{t("keys-sessions-where")}</th>
                <th scope="col" class={css.created}>
                  {t("keys-sessions-since")}
                </th>
                <th scope="col">{t("keys-sessions-seen")}</th>
                <th scope="col">
                  <span class="hidden">{t("keys-sessions-end")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <tr key={each.id}>
                  <td>
                    {each.name} {each.current && <Pill tone="accent">{t("keys-sessions-this")}</Pill>}
                  </td>
                  <td>
                    {browserName(each.browser)}
                    <div class="muted small">{each.address ?? "–"}</div>
                  </td>
                  <td class={`muted ${css.created}`}>
                    <When at={each.created_at} never="–" />
                  </td>
                  <td class="muted">
                    <When at={each.last_seen_at} never="–" />
                  </td>
                  <td data-cell="action">
                    {!each.current && (
                      <Button
                        small
                        kind="quiet"
                        aria-label={t("keys-sessions-end_of", { name: each.name })}
                        onClick={() => setEnding(each)}
                      >
                        {t("keys-sessions-end")}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {ending && (
        <Confirm
          title={ending === "others" ? t("keys-sessions-others_title") : t("keys-sessions-end_title")}
          verb={ending === "others" ? t("keys-sessions-end_others") : t("keys-sessions-end_verb")}
          danger
          run={async () => {
            await (ending === "others" ? sessions.endOthers() : sessions.end(ending.id));
            list.reload();
            toast(t("keys-sessions-ended"));
          }}
          onClose={() => setEnding(null)}
        >
          <p>
            {ending === "others" ? (
              t("keys-sessions-others_text")
            ) : (
              <Words id="keys-sessions-end_text" variables={{ name: <strong>{ending.name}</strong> }} />
            )}
          </p>
        </Confirm>
      )}
    </>
  );
}
