import { useState } from "preact/hooks";
import {
  type Connection,
  type Content,
  RECEIVED_STATES,
  type Received,
  type ReceivedState,
} from "../../generated/api.ts";
import { language, t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { Pill } from "../../ui/pill.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { When } from "../../ui/when.tsx";
import { connections } from "./api.ts";
import css from "./deliveries.module.css";
import { StateFilter } from "./state_filter.tsx";
import { contentWords, INBOX_TONE, outcomeWords, replayedWords } from "./words.ts";

interface Props {
  connection: Connection;
  /** The names of webinars. */
  names: ReadonlyMap<string, string>;
}

/** The vendor's deliveries, newest first, with their outcomes. */
export function InboxList({ connection, names }: Props) {
  const { id, inbox } = connection;
  const [state, setState] = useState<ReceivedState | null>(null);
  const pager = usePager(state ?? "");
  const page = useResource(`${id} ${state} ${pager.cursor ?? ""}`, (signal) =>
    connections.inbox(id, state, pager.cursor, signal),
  );
  usePolling(page.reload);
  const replay = useAction(async (ids?: number[]) => {
    const { replayed } = await connections.replayInbox(id, ids);
    toast(replayedWords(replayed));
    page.reload();
  });
  const stuck = inbox.failed + inbox.waiting;
  return (
    <section class={css.deliveries} aria-label={t("connections-in-title")} data-testid="inbox">
      <div class={css.bar}>
        <StateFilter
          label={t("connections-states")}
          states={RECEIVED_STATES.map(
            (each) => [each, t(`connections-received-${each}`), inbox[each]] as const,
          )}
          chosen={state}
          onChoose={setState}
        />
        {stuck > 0 && (
          <Button small icon="again" busy={replay.busy} onClick={() => replay.run()}>
            {t("connections-in-again", { count: stuck })}
          </Button>
        )}
      </div>
      <ProblemNote problem={page.problem ?? replay.problem} />
      {page.data === null && page.loading && <Skeleton rows={5} />}
      {page.data?.items.length === 0 && (
        <Empty icon="download" title={state ? t("connections-no_state") : t("connections-in-empty")}>
          {state ? t("connections-no_state-text") : t("connections-in-empty_text")}
        </Empty>
      )}
      {page.data && page.data.items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={`${tableCss.table} ${css.table}`} aria-busy={page.loading}>
            <caption class="hidden">{t("connections-in-table")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("connections-in-received")}</th>
                <th scope="col">{t("connections-in-tells")}</th>
                <th scope="col">{t("connections-column-state")}</th>
                <th scope="col">{t("connections-in-became")}</th>
                <th scope="col">
                  <span class="hidden">{t("connections-in-handle")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {page.data.items.map((each) => (
                <Row
                  key={each.id}
                  received={each}
                  names={names}
                  busy={replay.busy}
                  onReplay={() => replay.run([each.id])}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label={t("connections-in-pages")} />
    </section>
  );
}

interface RowProps {
  received: Received;
  names: ReadonlyMap<string, string>;
  busy: boolean;
  onReplay: () => void;
}

function Row({ received, names, busy, onReplay }: RowProps) {
  const { state, outcome, detail, attempts } = received;
  return (
    <tr data-delivery={received.id} data-state={state} data-outcome={outcome}>
      <td class={css.when}>
        <When at={received.received_at} />
      </td>
      <td class={css.what}>
        {received.tells.length === 0 && <span class="muted">{t("connections-in-no_body")}</span>}
        {received.tells.map((told, nth) => (
          <div key={nth}>
            <span>{contentWords(told)}</span>
            <Which told={told} names={names} />
          </div>
        ))}
      </td>
      <td class={css.state}>
        <Pill tone={INBOX_TONE[state]}>{t(`connections-received-${state}`)}</Pill>
      </td>
      <td class={css.why}>
        <span>{outcomeWords(outcome)}</span>
        {detail && language() === "en" && <span class="muted small">{detail}</span>}
        {attempts > 1 && <span class="muted small">{t("connections-attempts", { count: attempts })}</span>}
      </td>
      <td data-cell="action">
        {state !== "new" && (
          <Button
            small
            kind="quiet"
            icon="again"
            aria-label={t("connections-in-handle_which", {
              what: received.tells.map(contentWords).join(", ") || received.received_at,
            })}
            title={t("connections-in-handle")}
            disabled={busy}
            onClick={onReplay}
          />
        )}
      </td>
    </tr>
  );
}

/** Of which webinar: its name where one is bound, else the vendor's id of it. */
function Which({ told, names }: { told: Content; names: ReadonlyMap<string, string> }) {
  const { webinar_id, external_id } = told;
  if (webinar_id) {
    return (
      <span class="small">
        <a href={`/webinars/${webinar_id}`}>{names.get(webinar_id) ?? external_id}</a>
      </span>
    );
  }
  return external_id ? <span class="muted small">{external_id}</span> : null;
}
