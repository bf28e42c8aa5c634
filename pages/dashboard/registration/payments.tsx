import { useState } from "preact/hooks";
import type { Payment, Webinar } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Skeleton } from "../../ui/empty.tsx";
import { money } from "../../ui/format/money.ts";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { Pill, type Tone } from "../../ui/pill.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { may } from "../signin/session.ts";
import { registration } from "./api.ts";
import { RefundDialog } from "./refund_dialog.tsx";
import css from "./tab.module.css";

/** The payments of a webinar that costs money, newest first, with what they add up to, and refunds. */
export function PaymentList({ webinar }: { webinar: Webinar }) {
  const pager = usePager(webinar.id);
  const page = useResource(`${webinar.id} payments ${pager.cursor ?? ""}`, (signal) =>
    registration.payments(webinar.id, pager.cursor, signal),
  );
  usePolling(page.reload);
  const [refunded, setRefunded] = useState<Payment | null>(null);
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
          <table class={tableCss.table} data-phone="stacked">
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
                <Row key={each.id} payment={each} onRefund={() => setRefunded(each)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {refunded && (
        <RefundDialog
          webinar={webinar}
          payment={refunded}
          onAsked={page.reload}
          onClose={() => setRefunded(null)}
        />
      )}
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("registration-payments")} />
    </section>
  );
}

const TONE: Record<Payment["state"], Tone> = {
  open: "warn",
  processing: "warn",
  paid: "accent",
  not_paid: "faint",
  refunding: "warn",
  refunded: "plain",
  lost: "danger",
};

function Row({ payment, onRefund }: { payment: Payment; onRefund: () => void }) {
  const back = money(payment.refunded_minor, payment.currency);
  const details = [
    payment.reason && t(`registration-payments-reason-${payment.reason}`),
    payment.trouble && troubleWords(payment.trouble),
  ].filter(Boolean);
  return (
    <tr>
      <td>
        <When at={payment.paid_at ?? payment.created_at} />
      </td>
      <td data-cell="main">{payment.email ?? ""}</td>
      <td>
        {money(payment.amount_minor, payment.currency)}
        {payment.refunded_minor > 0 && (
          <span class="muted"> {t("registration-payments-back", { amount: back })}</span>
        )}
      </td>
      <td>
        <Pill tone={TONE[payment.state]}>{t(`registration-payments-state-${payment.state}`)}</Pill>
        {details.map((each) => (
          <span key={each} class="muted">
            {" "}
            {each}
          </span>
        ))}
      </td>
      <td data-cell="action">
        {payment.refundable && may("refunds") && (
          <Button small onClick={onRefund} aria-label={refundLabel(payment)}>
            {t("registration-payments-refund")}
          </Button>
        )}
      </td>
    </tr>
  );
}

function refundLabel(payment: Payment): string {
  const who = payment.email ?? money(payment.amount_minor, payment.currency);
  return t("registration-payments-refund_of", { who });
}

/** What the payment service refused, in a sentence that says what to do. */
function troubleWords(code: string): string {
  return textOf(`registration-payments-trouble-${code}`) ?? t("registration-payments-trouble", { code });
}
