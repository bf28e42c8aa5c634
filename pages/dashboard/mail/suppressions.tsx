import { t, textOf } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { may } from "../signin/session.ts";
import { mails } from "./api.ts";
import css from "./tab.module.css";

/** Addresses of the whole installation that nothing is written to, and lifting that. */
export function SuppressionList() {
  const pager = usePager("");
  const page = useResource(`suppressions ${pager.cursor ?? ""}`, (signal) =>
    mails.suppressions(pager.cursor, signal),
  );
  const lift = useAction(async (id: string) => {
    await mails.lift(id);
    page.reload();
  });
  const items = page.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section class={css.section} aria-label={t("mails-suppressions")} data-testid="suppressions">
      <h2>{t("mails-suppressions")}</h2>
      <p class="muted">
        {t("mails-suppressions-text")}{" "}
        {items.some(({ reason }) => reason === "opt_out") && t("mails-suppressions-opt_outs")}
      </p>
      <ProblemNote problem={page.problem ?? lift.problem} />
      <div class={cardCss.card} data-flush>
        <table class={tableCss.table}>
          <caption class="hidden">{t("mails-suppressions")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("mails-to")}</th>
              <th scope="col">{t("mails-why")}</th>
              <th scope="col">{t("mails-since")}</th>
              {may("write") && <th scope="col">{t("mails-lift")}</th>}
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, email, reason, detail, at }) => (
              <tr key={id}>
                <td>{email ?? "–"}</td>
                <td>
                  {textOf(`mails-suppressed-${reason}`) ?? reason}{" "}
                  <small class="muted">{textOf(`mails-purpose-${detail}`) ?? detail}</small>
                </td>
                <td>
                  <When at={at} />
                </td>
                {may("write") && (
                  <td>
                    {reason !== "opt_out" && (
                      <Button small busy={lift.busy} onClick={() => lift.run(id)}>
                        {t("mails-lift_of", { email: email ?? "–" })}
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("mails-suppressions")} />
    </section>
  );
}
