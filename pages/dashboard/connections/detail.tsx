import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Connection, ConnectionKind } from "../api/connection_types.ts";
import { connections } from "../api/connections.ts";
import { webinars } from "../api/webinars.ts";
import { count } from "../format/numbers.ts";
import { may } from "../session.ts";
import { NotFound } from "../shell/not_found.tsx";
import { useTitle } from "../shell/title.ts";
import { Skeleton } from "../ui/empty.tsx";
import { usePolling } from "../ui/polling.ts";
import { ProblemNote } from "../ui/problem_note.tsx";
import { useResource } from "../ui/resource.ts";
import { Bindings } from "./bindings.tsx";
import { ConnectionHead } from "./head.tsx";
import { InboxList } from "./inbox.tsx";
import { Copied } from "./made.tsx";
import { OutgoingList } from "./outgoing.tsx";
import { NotForEverybody } from "./page.tsx";

/** One connection: whether it works, what it is bound to, what came in and what goes out. */
export function ConnectionPage({ connection: id = "" }: { connection?: string }) {
  return may("admin") ? <Read key={id} id={id} /> : <NotForEverybody />;
}

function Read({ id }: { id: string }) {
  const connection = useResource(id, (signal) => connections.read(id, signal));
  const kinds = useResource("kinds", (signal) => connections.kinds(signal));
  useTitle(connection.data?.name ?? "Connection");
  usePolling(connection.reload);

  if (connection.problem?.status === 404 || connection.problem?.status === 422) return <NotFound />;
  const kind = kinds.data?.items.find((each) => each.kind === connection.data?.kind);
  if (connection.data === null || kind === undefined) {
    const problem = connection.problem ?? kinds.problem;
    return problem ? <ProblemNote problem={problem} retry={connection.reload} /> : <Skeleton rows={6} />;
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
  const both = kind.hears && (kind.speaks || spoke(connection));
  const [part, setPart] = useState<Part>(kind.hears ? "in" : "out");
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
      <div class="connection-cards">
        {connection.url && (
          <section class="card widget" aria-label="Address">
            <h2>Address</h2>
            <p class="muted small">What {kind.title} calls. It is a secret of its own.</p>
            <Copied text={connection.url} what="address" />
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
        <fieldset class="segmented" aria-label="Deliveries">
          <button type="button" aria-pressed={part === "in"} onClick={() => setPart("in")}>
            Came in{" "}
            <span class="tab-count">{count(inbox.new + inbox.done + inbox.waiting + inbox.failed)}</span>
          </button>
          <button type="button" aria-pressed={part === "out"} onClick={() => setPart("out")}>
            Goes out{" "}
            <span class="tab-count">{count(outgoing.waiting + outgoing.retrying + outgoing.dead)}</span>
          </button>
        </fieldset>
      )}
      {part === "in" ? (
        <InboxList connection={connection} names={names} />
      ) : (
        <OutgoingList connection={connection} />
      )}
    </>
  );
}

function spoke({ last_spoke_at, outgoing }: Connection): boolean {
  return last_spoke_at !== null || outgoing.waiting + outgoing.retrying + outgoing.dead > 0;
}
