import type { Payment, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { money } from "../../ui/format/money.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { registration } from "./api.ts";

interface Props {
  webinar: Webinar;
  payment: Payment;
  onAsked: () => void;
  onClose: () => void;
}

/** Asks before money goes back, and says what follows for the person who paid. */
export function RefundDialog({ webinar, payment, onAsked, onClose }: Props) {
  const refund = useAction(async () => {
    await registration.refund(webinar.id, payment.id);
    toast(t("registration-payments-refund_asked"));
    onAsked();
    onClose();
  });
  // What arrived of a payment of another amount is not known here: all of it goes back.
  const mismatch = payment.reason === "amount_mismatch";
  const left = money(payment.amount_minor - payment.refunded_minor, payment.currency);
  return (
    <Dialog
      title={t("registration-refund-title")}
      onClose={onClose}
      testId="refund"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="danger" busy={refund.busy} onClick={() => void refund.run()}>
            {mismatch
              ? t("registration-refund-verb")
              : t("registration-refund-verb_amount", { amount: left })}
          </Button>
        </>
      }
    >
      <div class="prose">
        <p>
          <Words
            id="registration-refund-who"
            variables={{ who: <strong>{payment.email ?? t("registration-refund-somebody")}</strong> }}
          />
        </p>
        {payment.refunded_minor > 0 && (
          <p>
            {t("registration-refund-before", { amount: money(payment.refunded_minor, payment.currency) })}
          </p>
        )}
        {payment.member_id && <p>{t("registration-refund-member")}</p>}
        <p>{t("registration-refund-final")}</p>
      </div>
      <ProblemNote problem={refund.problem} />
    </Dialog>
  );
}
