import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Connection, ConnectionKind } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import cardCss from "../../ui/card.module.css";
import { Copied } from "../../ui/copied.tsx";
import { Skeleton } from "../../ui/empty.tsx";
import { count } from "../../ui/format/numbers.ts";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { Segmented } from "../../ui/segmented.tsx";
import tabsCss from "../../ui/tabs.module.css";
import { NotFound } from "../shell/not_found.tsx";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { webinars } from "../webinars/api.ts";
import { connections } from "./api.ts";
import { Bindings } from "./bindings.tsx";
import css from "./detail.module.css";
import { ConnectionHead } from "./head.tsx";
import { InboxList } from "./inbox.tsx";
import { OutgoingList } from "./outgoing.tsx";
import { NotForEverybody } from "./page.tsx";
import { kindTitle } from "./words.ts";

/** One connection: whether it works, what it is bound to, what came in and what goes out. */
export function ConnectionPage({ connection: id = "" }: { connection?: string }) {
  return may("admin") ? <Read key={id} id={id} /> : <NotForEverybody />;
}

function Read({ id }: { id: string }) {
  const connection = useResource(id, (signal) => connections.read(id, signal));
  const kinds = useResource("kinds", (signal) => connections.kinds(signal));
  useTitle(connection.data?.name ?? t("connections-column-connection"));
  usePolling(connection.reload);

  if (connection.problem?.status === 404 || connection.problem?.status === 422) return <NotFound />;
  const kind = kinds.data?.items.find((each) => each.kind === connection.data?.kind);
  if (connection.data === null || kind === undefined) {
    const problem = connection.problem ?? kinds.problem;
    return problem ? <ProblemNote problem={problem} retry={connection.reload} /> : <Skeleton rows={6} page />;
  }
  return <Opened connection={connection.data} kind={kind} onConnection={connection.set} />;
}

interface OpenedProps {
  connection: Connection;
  kind: ConnectionKind;
  onConnection: (connection: Connection) => void;
}

type Part = "in" | "out";

function Opened({ connection, kind, onConnection }: OpenedProps) {
  const { route } = useLocation();
  const named = useResource("webinars", (signal) => webinars.all(signal));
  const both = kind.receives_webhooks && (kind.sends_events || spoke(connection));
  const [part, setPart] = useState<Part>(kind.receives_webhooks ? "in" : "out");
  const { inbox, outgoing } = connection;
  const names = new Map(named.data?.map((each) => [each.id, each.name]));
  return (
    <>
      <ConnectionHead
        connection={connection}
        kind={kind}
        onConnection={onConnection}
        onDeleted={() => route("/connections", true)}
      />
      <div class={css.cards}>
        {connection.url && (
          <section class={`${cardCss.card} ${cardCss.body}`} aria-label={t("connections-address")}>
            <h2>{t("connections-address")}</h2>
            <p class="muted small">{t("connections-address-text", { vendor: kindTitle(kind) })}</p>
            <Copied text={connection.url} what={t("connections-address-what")} />
          </section>
        )}
        <Bindings
          connection={connection}
          kind={kind}
          webinars={named.data}
          problem={named.problem}
          onConnection={onConnection}
        />
      </div>
      {both && (
        <Segmented<Part>
          label={t("connections-deliveries")}
          options={[
            [
              "in",
              <Counted
                words={t("connections-deliveries-in")}
                many={inbox.new + inbox.done + inbox.waiting + inbox.failed}
              />,
            ],
            [
              "out",
              <Counted
                words={t("connections-deliveries-out")}
                many={outgoing.waiting + outgoing.retrying + outgoing.dead}
              />,
            ],
          ]}
          value={part}
          onValue={setPart}
        />
      )}
      {part === "in" ? (
        <InboxList connection={connection} names={names} />
      ) : (
        <OutgoingList connection={connection} />
      )}
    </>
  );
}

function Counted({ words, many }: { words: string; many: number }) {
  return (
    <>
      {words} <span class={tabsCss.count}>{count(many)}</span>
    </>
  );
}

function spoke({ last_spoke_at, outgoing }: Connection): boolean {
  return last_spoke_at !== null || outgoing.waiting + outgoing.retrying + outgoing.dead > 0;
}
