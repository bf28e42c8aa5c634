import { useState } from "preact/hooks";
import { type Connection, DELIVERY_STATES, type Delivery, type DeliveryState } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import formCss from "../../ui/form.module.css";
import { dateTime } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
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
import { connections } from "./api.ts";
import { BackfillDialog } from "./backfill_dialog.tsx";
import css from "./deliveries.module.css";
import { StateFilter } from "./state_filter.tsx";
import { aboutWhom, attemptWords, DELIVERY_TONE, eventWords, replayedWords, troubleWords } from "./words.ts";

/** Our events on their way to a vendor, newest first. */
export function OutgoingList({ connection }: { connection: Connection }) {
  const { id, outgoing } = connection;
  const [state, setState] = useState<DeliveryState | null>(null);
  const pager = usePager(state ?? "");
  const page = useResource(`${id} ${state} ${pager.cursor ?? ""}`, (signal) =>
    connections.deliveries(id, state, pager.cursor, signal),
  );
  usePolling(page.reload);
  const replay = useAction(async (delivery?: string) => {
    const replayed = delivery ? 1 : (await connections.replayDead(id)).replayed;
    if (delivery) await connections.replay(delivery);
    toast(replayedWords(replayed));
    page.reload();
  });
  const [past, setPast] = useState(false);
  const trouble = troubleWords(connection);
  const many = {
    waiting: outgoing.waiting + outgoing.retrying,
    dead: outgoing.dead,
    delivered: null,
    cannot_go_back: outgoing.cannot_go_back,
  };
  return (
    <section class={css.deliveries} aria-label={t("connections-out-title")} data-testid="outgoing">
      <div class={css.bar}>
        <StateFilter
          label={t("connections-states")}
          states={DELIVERY_STATES.filter((each) => each !== "cannot_go_back" || many[each] > 0).map(
            (each) => [each, t(`connections-delivery-${each}`), many[each]] as const,
          )}
          chosen={state}
          onChoose={setState}
        />
        {may("write") && (
          <Button small icon="upload" onClick={() => setPast(true)}>
            {t("connections-past-title")}
          </Button>
        )}
        {outgoing.dead > 0 && (
          <Button small icon="again" busy={replay.busy} onClick={() => replay.run()}>
            {t("connections-out-again", { count: outgoing.dead })}
          </Button>
        )}
      </div>
      {trouble && (
        <Note tone="warn" role="status" testId="trouble">
          {outgoing.retrying > 0
            ? t("connections-out-retrying", { count: outgoing.retrying, trouble })
            : t("connections-out-dead", { count: outgoing.dead, trouble })}
        </Note>
      )}
      {outgoing.cannot_go_back > 0 && (
        <Note tone="warn" role="status" testId="cannot-go-back">
          {t("connections-back", { count: outgoing.cannot_go_back })}{" "}
          {may("people") && <a href={connections.movedBackAddress(id)}>{t("connections-back-people")}</a>}
        </Note>
      )}
      <ProblemNote problem={page.problem ?? replay.problem} />
      {page.data === null && page.loading && <Skeleton rows={5} />}
      {page.data?.items.length === 0 && (
        <Empty icon="upload" title={state ? t("connections-no_state") : t("connections-out-empty")}>
          {state ? t("connections-no_state-text") : t("connections-out-empty_text")}
        </Empty>
      )}
      {page.data && page.data.items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={`${tableCss.table} ${css.table}`} aria-busy={page.loading}>
            <caption class="hidden">{t("connections-out-table")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("connections-out-event")}</th>
                <th scope="col">{t("connections-column-state")}</th>
                <th scope="col">{t("connections-out-last")}</th>
                <th scope="col">
                  <span class="hidden">{t("ui-retry")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {page.data.items.map((each) => (
                <Row key={each.id} delivery={each} busy={replay.busy} onReplay={() => replay.run(each.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("connections-out-pages")} />
      {past && <BackfillDialog connection={connection} onClose={() => setPast(false)} onDone={page.reload} />}
    </section>
  );
}

interface RowProps {
  delivery: Delivery;
  busy: boolean;
  onReplay: () => void;
}

function Row({ delivery, busy, onReplay }: RowProps) {
  const { state, code } = delivery;
  const came = attemptWords(delivery);
  const who = aboutWhom(delivery.data);
  const what = eventWords(delivery);
  return (
    <tr data-delivery={delivery.id} data-state={state} data-code={code}>
      <td class={css.what}>
        <span>{what}</span>
        <span class="muted small">
          {who && `${who}, `}
          <When at={delivery.at} />
        </span>
        <details class={formCss.more}>
          <summary>{t("connections-out-says")}</summary>
          <pre class={css.payload}>
            <code>{JSON.stringify({ type: delivery.type, ...delivery.data }, null, 2)}</code>
          </pre>
        </details>
        {delivery.answer && (
          <details class={formCss.more}>
            <summary>{t("connections-out-answer", { status: delivery.answer.status })}</summary>
            <pre class={css.payload}>
              <code>{answerText(delivery.answer)}</code>
            </pre>
          </details>
        )}
      </td>
      <td class={css.state}>
        <Pill tone={DELIVERY_TONE[state]}>{t(`connections-delivery-${state}`)}</Pill>
      </td>
      <td class={css.why}>
        {came && <span>{came}</span>}
        <span class="muted small">{triedWords(delivery)}</span>
      </td>
      <td data-cell="action">
        {(state === "waiting" || state === "dead") && (
          <Button
            small
            kind="quiet"
            icon="again"
            aria-label={t("connections-out-try_which", { what: who ? `${who}, ${what}` : what })}
            title={t("ui-retry")}
            disabled={busy}
            onClick={onReplay}
          />
        )}
      </td>
    </tr>
  );
}

function answerText({ headers, body }: NonNullable<Delivery["answer"]>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join("\n")}\n\n${body}`;
}

function triedWords({ attempts: count, next_attempt_at }: Delivery): string {
  if (count === 0) return t("connections-out-not_tried");
  const attempts = t("connections-attempts", { count });
  return next_attempt_at
    ? t("connections-out-next", { attempts, moment: dateTime(next_attempt_at) })
    : attempts;
}
