import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Console } from "../../console/console.tsx";
import type { Webinar } from "../../generated/api.ts";
import { Skeleton } from "../../ui/empty.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { still } from "../../ui/still.ts";
import { openFeed } from "../live/feed.ts";
import { holdable } from "../live/hold.ts";
import { MailTab } from "../mail/tab.tsx";
import { MemberDrawer } from "../members/drawer.tsx";
import { withMember } from "../members/filters.ts";
import { MembersTab } from "../members/tab.tsx";
import { RegistrationTab } from "../registration/tab.tsx";
import { RundownTab } from "../rundown/tab.tsx";
import { NotFound } from "../shell/not_found.tsx";
import { useTitle } from "../shell/title.ts";
import { readSession } from "../signin/session.ts";
import { webinars } from "../webinars/api.ts";
import { TABS, type Tab, WebinarHead } from "./head.tsx";
import { Overview } from "./overview.tsx";

interface Props {
  webinar?: string;
  tab?: string;
}

/** One webinar: its numbers as they move, and its members. Both tabs share one feed. */
export function WebinarPage({ webinar: id = "", tab }: Props) {
  const { route } = useLocation();
  const webinar = useResource(id, (signal) => webinars.read(id, signal));
  useTitle(webinar.data?.name ?? "");

  if (webinar.problem?.status === 404 || webinar.problem?.status === 422) return <NotFound />;
  const shown = TABS.find((each) => each === (tab ?? "overview"));
  if (shown === undefined) return <NotFound />;
  if (webinar.data === null) {
    return webinar.problem ? (
      <ProblemNote problem={webinar.problem} retry={webinar.reload} />
    ) : (
      <Skeleton rows={6} page />
    );
  }
  return (
    <Opened
      key={id}
      webinar={webinar.data}
      tab={shown}
      onWebinar={webinar.set}
      onStale={webinar.reload}
      onDeleted={() => route("/webinars", true)}
    />
  );
}

interface OpenedProps {
  webinar: Webinar;
  tab: Tab;
  onWebinar: (webinar: Webinar) => void;
  onStale: () => void;
  onDeleted: () => void;
}

function Opened({ webinar, tab, onWebinar, onStale, onDeleted }: OpenedProps) {
  const { query, url, route } = useLocation();
  const feed = useFeed(webinar.id);
  const mode = feed?.data.value?.webinar.mode;
  const known = mode ?? webinar.mode;

  // The event was finished while the page was open: phase and closing time changed with it.
  useEffect(() => {
    if (known !== webinar.mode) onStale();
  }, [known, webinar.mode, onStale]);
  useTurns(webinar, onStale);

  // Signed out elsewhere, or only not allowed this? The session knows.
  const refused = feed?.connection.value === "not_allowed";
  useEffect(() => {
    if (refused) void readSession();
  }, [refused]);

  const props = useMemo(() => ({ webinar, onWebinar, onDeleted }), [webinar, onWebinar, onDeleted]);
  if (!feed) return <Skeleton rows={6} page />;
  return (
    <>
      <WebinarHead {...props} feed={feed} tab={tab} />
      {tab === "overview" && <Overview webinar={webinar} feed={feed} />}
      {tab === "members" && <MembersTab webinar={webinar} feed={feed} />}
      {tab === "rundown" && <RundownTab webinar={webinar} onStale={onStale} />}
      {tab === "registration" && <RegistrationTab webinar={webinar} />}
      {tab === "mail" && <MailTab webinar={webinar} />}
      {tab === "console" && <Console webinar={webinar.id} />}
      {query.member && (
        <MemberDrawer
          key={query.member}
          id={query.member}
          webinar={webinar}
          feed={feed}
          onClose={() => route(withMember(url, null), true)}
        />
      )}
    </>
  );
}

/** The feed of a webinar, open for as long as the component is mounted. */
function useFeed(id: string) {
  const [feed, setFeed] = useState<ReturnType<typeof openFeed> | null>(null);
  useEffect(() => {
    const opened = holdable(openFeed(id), still);
    setFeed(opened);
    return () => opened.close();
  }, [id]);
  return feed;
}

const LATE_MS = 1000;
/** The longest time that a browser's timer can hold. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `turned` shortly after the clock alone has moved the webinar to another phase or finished it. */
function useTurns(webinar: Webinar, turned: () => void): void {
  useEffect(() => {
    const { starts_at, ends_at, closes_at, finish_grace_s } = webinar;
    const ends = Date.parse(ends_at);
    const turns = [Date.parse(starts_at), ends, ends + finish_grace_s * 1000, Date.parse(closes_at)];
    const next = turns.filter((turn) => turn + LATE_MS > Date.now()).sort((one, other) => one - other)[0];
    if (next === undefined) return;
    const timer = setTimeout(turned, Math.min(LONGEST_MS, next + LATE_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [webinar, turned]);
}
