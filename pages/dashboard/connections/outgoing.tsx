import { useState } from "preact/hooks";
import { type Connection, DELIVERY_STATES, type Delivery, type DeliveryState } from "../../generated/api.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import formCss from "../../ui/form.module.css";
import { plural } from "../../ui/format/numbers.ts";
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
import { connections } from "./api.ts";
import css from "./deliveries.module.css";
import { StateFilter } from "./state_filter.tsx";
import {
  aboutWhom,
  attemptWords,
  DELIVERY_LABEL,
  DELIVERY_TONE,
  eventWords,
  replayedWords,
  troubleWords,
} from "./words.ts";

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
  const trouble = troubleWords(connection);
  const many = { waiting: outgoing.waiting + outgoing.retrying, dead: outgoing.dead, delivered: null };
  return (
    <section class={css.deliveries} aria-label="What goes out" data-testid="outgoing">
      <div class={css.bar}>
        <StateFilter
          label="States"
          states={DELIVERY_STATES.map((each) => [each, DELIVERY_LABEL[each], many[each]] as const)}
          chosen={state}
          onChoose={setState}
        />
        {outgoing.dead > 0 && (
          <Button small icon="again" busy={replay.busy} onClick={() => replay.run()}>
            Try {plural(outgoing.dead, "dead letter")} again
          </Button>
        )}
      </div>
      {trouble && (
        <Note tone="warn" role="status" testId="trouble">
          {outgoing.retrying > 0
            ? `${plural(outgoing.retrying, "delivery", "deliveries")} to try again. `
            : `${plural(outgoing.dead, "dead letter")}. `}
          The latest attempt: {trouble}
        </Note>
      )}
      <ProblemNote problem={page.problem ?? replay.problem} />
      {page.data === null && page.loading && <Skeleton rows={5} />}
      {page.data?.items.length === 0 && (
        <Empty icon="upload" title={state ? "Nothing in this state" : "Nothing to tell yet"}>
          {state ? "Choose another, or none." : "Events from now on go here, within moments."}
        </Empty>
      )}
      {page.data && page.data.items.length > 0 && (
        <div class={cardCss.card} data-flush>
          <table class={`${tableCss.table} ${css.table}`} aria-busy={page.loading}>
            <caption class="hidden">What goes out, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col">State</th>
                <th scope="col">Last attempt</th>
                <th scope="col">
                  <span class="hidden">Try again</span>
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
      <Pages pager={pager} next={page.data?.next_cursor ?? null} label="Pages of what goes out" />
    </section>
  );
}

interface RowProps {
  delivery: Delivery;
  busy: boolean;
  onReplay: () => void;
}

function Row({ delivery, busy, onReplay }: RowProps) {
  const { state, attempts, next_attempt_at, code } = delivery;
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
          <summary>What it says</summary>
          <pre class={css.payload}>
            <code>{JSON.stringify({ type: delivery.type, ...delivery.data }, null, 2)}</code>
          </pre>
        </details>
      </td>
      <td class={css.state}>
        <Pill tone={DELIVERY_TONE[state]}>{DELIVERY_LABEL[state]}</Pill>
      </td>
      <td class={css.why}>
        {came && <span>{came}</span>}
        <span class="muted small">
          {attempts === 0 ? "not tried yet" : plural(attempts, "attempt")}
          {next_attempt_at && attempts > 0 && `, next ${dateTime(next_attempt_at)}`}
        </span>
      </td>
      <td data-cell="action">
        {state !== "delivered" && (
          <Button
            small
            kind="quiet"
            icon="again"
            aria-label={`Try again: ${who ? `${who}, ` : ""}${what}`}
            title="Try again"
            disabled={busy}
            onClick={onReplay}
          />
        )}
      </td>
    </tr>
  );
}
