import type { ReadonlySignal } from "@preact/signals";
import type { Connection } from "../live/feed.ts";
import css from "./connection_state.module.css";

const WORDS: Record<Connection, { label: string; means: string }> = {
  connecting: { label: "Connecting", means: "Getting the numbers" },
  live: { label: "Live updates", means: "The numbers move as they happen" },
  reconnecting: { label: "Reconnecting", means: "The connection was lost; these are the last numbers" },
  offline: { label: "Offline", means: "This device is offline; these are the last numbers" },
  not_allowed: { label: "Not allowed", means: "This key may not see these numbers" },
  unknown_webinar: { label: "Gone", means: "The webinar was deleted" },
};

/** How fresh the numbers are; a change is read out, once. */
export function ConnectionState({ connection }: { connection: ReadonlySignal<Connection> }) {
  const state = connection.value;
  const words = WORDS[state];
  return (
    <span
      class={css.connection}
      role="status"
      title={words.means}
      data-testid="connection-state"
      data-state={state}
    >
      <span class={css.dot} aria-hidden="true" />
      {words.label}
    </span>
  );
}
