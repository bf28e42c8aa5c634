import type { Connection, ConnectionKind } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import cardCss from "../../ui/card.module.css";
import { count } from "../../ui/format/numbers.ts";
import { Pill } from "../../ui/pill.tsx";
import tableCss from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { StatePill } from "./state_pill.tsx";
import css from "./table.module.css";
import {
  boundWords,
  failures,
  failuresWords,
  kindTitle,
  stateWords,
  troubleWords,
  waits,
  waitsWords,
} from "./words.ts";

interface Props {
  items: readonly Connection[];
  kinds: readonly ConnectionKind[];
}

/** All connections, with what waits and what failed. */
export function ConnectionTable({ items, kinds }: Props) {
  return (
    <div class={cardCss.card} data-flush>
      <table class={`${tableCss.table} ${css.connections}`} data-testid="connections">
        <caption class="hidden">{t("connections-title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("connections-column-connection")}</th>
            <th scope="col">{t("connections-column-state")}</th>
            <th scope="col">{t("connections-column-heard")}</th>
            <th scope="col">{t("connections-column-spoke")}</th>
            <th scope="col" data-cell="number">
              {t("connections-column-waiting")}
            </th>
            <th scope="col" data-cell="number">
              {t("connections-column-failed")}
            </th>
            <th scope="col" data-cell="number">
              {t("connections-column-refused")}
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
          {kind ? kindTitle(kind) : connection.kind} · {boundWords(connection, kind)}
        </span>
      </td>
      <td class={css.status}>
        <StatePill state={connection.state} />
        {connection.state_reason && <span class="muted small">{stateWords(connection)}</span>}
        {retrying > 0 && (
          <span class={`${css.retrying} small`} data-testid="retrying">
            {t("connections-row-again", { count: retrying })}
            {trouble && `. ${trouble}`}
          </span>
        )}
      </td>
      <td
        data-label={t("connections-column-heard")}
        data-not-its={kind?.receives_webhooks === false || undefined}
      >
        {kind?.receives_webhooks === false ? <Never /> : <When at={connection.last_heard_at} />}
      </td>
      <td data-label={t("connections-column-spoke")} data-not-its={kind?.sends_events === false || undefined}>
        {kind?.sends_events === false && connection.last_spoke_at === null ? (
          <Never />
        ) : (
          <When at={connection.last_spoke_at} />
        )}
      </td>
      <Figure
        label={t("connections-column-waiting")}
        value={waits(connection)}
        title={waitsWords(connection)}
      />
      <Figure
        label={t("connections-column-failed")}
        value={failures(connection)}
        title={failuresWords(connection)}
        bad
      />
      <Figure
        label={t("connections-column-refused")}
        value={connection.refused}
        title={t("connections-row-refused")}
      />
    </tr>
  );
}

/** The mark of an impossible action of a kind. */
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
