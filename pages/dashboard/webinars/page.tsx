import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Webinar } from "../../generated/api.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import pageCss from "../../ui/page.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { webinars } from "./api.ts";
import { CreateDialog } from "./create_dialog.tsx";
import { WebinarRow } from "./row.tsx";
import css from "./table.module.css";

/** All webinars, the latest start first. */
export function WebinarsPage() {
  const { route } = useLocation();
  const [creating, setCreating] = useState(false);
  const first = useResource("webinars", (signal) => webinars.list(undefined, signal));
  const more = useAction(async (cursor: string) => {
    const page = await webinars.list(cursor);
    first.set({ items: [...(first.data?.items ?? []), ...page.items], next_cursor: page.next_cursor });
  });
  useTitle("Webinars");
  useNowAndThen(first.data?.items.length ?? 0, first.reload);

  function created(webinar: Webinar): void {
    toast("Webinar created");
    route(`/webinars/${webinar.id}`);
  }

  const create = may("write") && (
    <Button kind="primary" icon="add" onClick={() => setCreating(true)}>
      New webinar
    </Button>
  );
  const cursor = first.data?.next_cursor;
  return (
    <>
      <header class={pageCss.head}>
        <h1>Webinars</h1>
        {first.data && first.data.items.length > 0 && create}
      </header>
      <ProblemNote problem={first.problem} retry={first.reload} />
      {first.loading && <Skeleton rows={5} />}
      {first.data && first.data.items.length > 0 && <WebinarTable items={first.data.items} />}
      {first.data?.items.length === 0 && (
        <Empty icon="play" title="No webinar yet" action={create}>
          Create one, add its members, and everybody gets one link that works before, during and after the
          event.
        </Empty>
      )}
      <ProblemNote problem={more.problem} />
      {cursor && (
        <p class="center">
          <Button busy={more.busy} onClick={() => more.run(cursor)}>
            Show more
          </Button>
        </p>
      )}
      {creating && <CreateDialog onClose={() => setCreating(false)} onCreated={created} />}
    </>
  );
}

function WebinarTable({ items }: { items: readonly Webinar[] }) {
  return (
    <div class={cardCss.card} data-flush>
      <table class={`${tableCss.table} ${css.webinars}`}>
        <caption class="hidden">Webinars, the latest first</caption>
        <thead>
          <tr>
            <th scope="col">Webinar</th>
            <th scope="col">Phase</th>
            <th scope="col">Program</th>
            <th scope="col" data-cell="number">
              Members
            </th>
            <th scope="col" data-cell="number">
              Days left
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((webinar) => (
            <WebinarRow key={webinar.id} webinar={webinar} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const EVERY_MS = 10_000;
const PAGE = 50;

/** Keeps the first page fresh while it is looked at; a list that was made longer is left alone. */
function useNowAndThen(shown: number, reload: () => void): void {
  useEffect(() => {
    if (shown > PAGE) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") reload();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [shown, reload]);
}
