import { useState } from "preact/hooks";
import { MAIL_STATES, type Mail, type MailState, type Webinar } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { SelectField } from "../../ui/field.tsx";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { Pill, type Tone } from "../../ui/pill.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { When } from "../../ui/when.tsx";
import { may } from "../signin/session.ts";
import { mails } from "./api.ts";
import css from "./tab.module.css";
import { MailViews } from "./views.tsx";

const TONES: Partial<Record<string, Tone>> = {
  sent: "accent",
  kept: "accent",
  unknown: "danger",
  failed: "danger",
  refused: "warn",
  suppressed: "warn",
};

/** Every mail of a webinar, newest first; each opens with what it says. */
export function MailList({ webinar }: { webinar: Webinar }) {
  const [state, setState] = useState<MailState | "">("");
  const [open, setOpen] = useState<string | null>(null);
  const pager = usePager(state);
  const page = useResource(`${webinar.id} ${state} ${pager.cursor ?? ""}`, (signal) =>
    mails.list(webinar.id, state || null, pager.cursor, signal),
  );
  usePolling(page.reload);
  const items = page.data?.items;
  return (
    <section class={css.section} aria-label={t("mails-title")} data-testid="mail-list">
      <div class={css.bar}>
        <h2 class="grow">{t("mails-title")}</h2>
        <SelectField<MailState | "">
          label={t("mails-state")}
          value={state}
          options={[
            ["", t("mails-any_state")],
            ...MAIL_STATES.filter((each) => each !== "planned").map(
              (each) => [each, t(`mails-state-${each}`)] as const,
            ),
          ]}
          onValue={setState}
        />
      </div>
      <ProblemNote problem={page.problem} retry={page.reload} />
      {page.data === null && page.loading && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty icon="link" title={t("mails-empty")}>
          {t("mails-empty_text")}
        </Empty>
      )}
      {items && items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={tableCss.table} data-phone="stacked">
            <caption class="hidden">{t("mails-title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("mails-queued")}</th>
                <th scope="col">{t("mails-to")}</th>
                <th scope="col">{t("mails-kind")}</th>
                <th scope="col">{t("mails-state")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((mail) => (
                <tr key={mail.id}>
                  <td>
                    <When at={mail.created_at} />
                  </td>
                  <td data-cell="main">{mail.email ?? "–"}</td>
                  <td>
                    <button type="button" class={css.open} onClick={() => setOpen(mail.id)}>
                      {t(`mails-kind-${mail.kind as "reminder"}`)}
                    </button>
                  </td>
                  <td>
                    <State mail={mail} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("mails-title")} />
      {open && <MailDialog id={open} onClose={() => setOpen(null)} onSent={page.reload} />}
    </section>
  );
}

/** The state of a mail and its reason: a code of ours, or the words of a relay. */
function State({ mail }: { mail: Mail }) {
  const why = mail.bounce_detail ?? mail.reason;
  return (
    <>
      <Pill tone={TONES[mail.state] ?? "plain"}>{t(`mails-state-${mail.state as "sent"}`)}</Pill>{" "}
      {mail.bounced_as && (
        <Pill tone={mail.bounced_as === "soft" ? "warn" : "danger"}>
          {t(`mails-bounced-${mail.bounced_as as "hard"}`)}
        </Pill>
      )}{" "}
      {why && <small class="muted">{textOf(`mails-reason-${why}`) ?? why}</small>}
    </>
  );
}

function MailDialog({ id, onClose, onSent }: { id: string; onClose: () => void; onSent: () => void }) {
  const found = useResource(id, (signal) => mails.read(id, signal));
  const again = useAction(async () => {
    await mails.sendAgain(id);
    toast(t("mails-again_done"));
    onSent();
    onClose();
  });
  const mail = found.data?.mail;
  const over = mail && mail.state !== "waiting" && mail.state !== "sending";
  return (
    <Dialog
      title={mail?.subject ?? t("mails-mail")}
      shape="wide"
      onClose={onClose}
      footer={
        over &&
        may("write") && (
          <Button icon="again" busy={again.busy} onClick={() => again.run()}>
            {t("mails-again")}
          </Button>
        )
      }
    >
      <ProblemNote problem={found.problem ?? again.problem} />
      {mail && <State mail={mail} />}
      {found.data && (
        <MailViews
          language={found.data.mail.language}
          text={found.data.text ?? t("mails-not_made")}
          html={found.data.html}
        />
      )}
    </Dialog>
  );
}
