import { useState } from "preact/hooks";
import type { Payment, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Skeleton } from "../../ui/empty.tsx";
import { money } from "../../ui/format/money.ts";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { Pill } from "../../ui/pill.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { When } from "../../ui/when.tsx";
import { may } from "../signin/session.ts";
import { registration } from "./api.ts";
import css from "./tab.module.css";

/** The payments of a webinar that costs money, newest first, with what they add up to, and refunds. */
export function PaymentList({ webinar }: { webinar: Webinar }) {
  const pager = usePager(webinar.id);
  const page = useResource(`${webinar.id} payments ${pager.cursor ?? ""}`, (signal) =>
    registration.payments(webinar.id, pager.cursor, signal),
  );
  usePolling(page.reload);
  const items = page.data?.items;
  if (items?.length === 0 && !pager.cursor) return null;
  return (
    <section class={css.section} aria-label={t("registration-payments")} data-testid="payments">
      <div class={css.bar}>
        <h2 class="grow">{t("registration-payments")}</h2>
        {page.data?.totals.map(({ currency, payments, amount_minor }) => (
          <Pill key={currency} tone="plain">
            {t("registration-payments-total", { count: payments, amount: money(amount_minor, currency) })}
          </Pill>
        ))}
      </div>
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.data === null && page.loading && <Skeleton rows={4} />}
      {items && items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table}>
            <caption class="hidden">{t("registration-payments")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("registration-payments-when")}</th>
                <th scope="col">{t("registration-who")}</th>
                <th scope="col">{t("registration-payments-amount")}</th>
                <th scope="col">{t("registration-payments-state")}</th>
                <th scope="col">
                  <span class="hidden">{t("registration-payments-refund")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <Row key={each.id} webinar={webinar} payment={each} onChanged={page.reload} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("registration-payments")} />
    </section>
  );
}

interface RowProps {
  webinar: Webinar;
  payment: Payment;
  onChanged: () => void;
}

function Row({ webinar, payment, onChanged }: RowProps) {
  const [asking, setAsking] = useState(false);
  const refund = useAction(async () => {
    await registration.refund(webinar.id, payment.id);
    setAsking(false);
    toast(t("registration-payments-refund_asked"));
    onChanged();
  });
  const amount = money(payment.amount_minor, payment.currency);
  const back = money(payment.refunded_minor, payment.currency);
  return (
    <tr>
      <td>
        <When at={payment.paid_at ?? payment.created_at} />
      </td>
      <td>{payment.email ?? ""}</td>
      <td>
        {amount}
        {payment.refunded_minor > 0 && (
          <span class="muted"> {t("registration-payments-back", { amount: back })}</span>
        )}
      </td>
      <td>
        {t(`registration-payments-state-${payment.state}`)}
        {payment.reason && <span class="muted"> {t(`registration-payments-reason-${payment.reason}`)}</span>}
        {payment.trouble && <span class="muted"> {payment.trouble}</span>}
      </td>
      <td>
        {payment.refundable && may("refunds") && !asking && (
          <Button small onClick={() => setAsking(true)}>
            {t("registration-payments-refund")}
          </Button>
        )}
        {asking && (
          <div class="actions">
            <Button small kind="danger" busy={refund.busy} onClick={() => void refund.run()}>
              {t("registration-payments-refund_sure", { amount })}
            </Button>
            <Button small onClick={() => setAsking(false)}>
              {t("registration-payments-refund_no")}
            </Button>
          </div>
        )}
        <ProblemNote problem={refund.problem} />
      </td>
    </tr>
  );
}
