import type { Connection, ConnectionKind } from "../../generated/api.ts";
import cardCss from "../../ui/card.module.css";
import { count, plural } from "../../ui/format/numbers.ts";
import { Pill } from "../../ui/pill.tsx";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { StatePill } from "./state_pill.tsx";
import css from "./table.module.css";
import { boundWords, failures, failuresWords, troubleWords, waits, waitsWords } from "./words.ts";

interface Props {
  items: readonly Connection[];
  kinds: readonly ConnectionKind[];
}

/** All connections, with what waits and what failed. */
export function ConnectionTable({ items, kinds }: Props) {
  return (
    <div class={cardCss.card} data-flush>
      <table class={`${tableCss.table} ${css.connections}`} data-testid="connections">
        <caption class="hidden">Connections</caption>
        <thead>
          <tr>
            <th scope="col">Connection</th>
            <th scope="col">State</th>
            <th scope="col">Heard</th>
            <th scope="col">Spoke</th>
            <th scope="col" data-cell="number">
              Waiting
            </th>
            <th scope="col" data-cell="number">
              Failed
            </th>
            <th scope="col" data-cell="number">
              Refused
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((connection) => (
            <Row
              key={connection.id}
              connection={connection}
              kind={kinds.find((kind) => kind.kind === connection.kind)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ connection, kind }: { connection: Connection; kind: ConnectionKind | undefined }) {
  const { retrying } = connection.outgoing;
  const trouble = troubleWords(connection);
  return (
    <tr class={tableCss.linked} data-connection={connection.id}>
      <td class={css.name}>
        <a href={`/connections/${connection.id}`}>{connection.name}</a>
        <span class="muted small">
          {kind?.title ?? connection.kind} · {boundWords(connection, kind)}
        </span>
      </td>
      <td class={css.status}>
        <StatePill state={connection.state} />
        {connection.state_reason && <span class="muted small">{connection.state_reason}</span>}
        {retrying > 0 && (
          <span class={`${css.retrying} small`} data-testid="retrying">
            {plural(retrying, "delivery", "deliveries")} to try again{trouble && `. ${trouble}`}
          </span>
        )}
      </td>
      <td data-label="Heard" data-not-its={kind?.hears === false || undefined}>
        {kind?.hears === false ? <Never /> : <When at={connection.last_heard_at} />}
      </td>
      <td data-label="Spoke" data-not-its={kind?.speaks === false || undefined}>
        {kind?.speaks === false && connection.last_spoke_at === null ? (
          <Never />
        ) : (
          <When at={connection.last_spoke_at} />
        )}
      </td>
      <Figure label="Waiting" value={waits(connection)} title={waitsWords(connection)} />
      <Figure label="Failed" value={failures(connection)} title={failuresWords(connection)} bad />
      <Figure label="Refused" value={connection.refused} title="Could not be verified" />
    </tr>
  );
}

/** What a kind never does. */
function Never() {
  return <span class="muted">–</span>;
}

interface FigureProps {
  label: string;
  value: number;
  title: string;
  bad?: boolean;
}

function Figure({ label, value, title, bad = false }: FigureProps) {
  if (value === 0) {
    return (
      <td data-cell="number" data-nothing data-label={label}>
        <span class="muted">0</span>
      </td>
    );
  }
  return (
    <td data-cell="number" data-label={label} title={title}>
      {bad ? <Pill tone="danger">{count(value)}</Pill> : count(value)}
    </td>
  );
}
