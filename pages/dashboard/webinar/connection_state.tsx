import type { ReadonlySignal } from "@preact/signals";
import { t } from "../../i18n/texts.ts";
import type { Connection } from "../live/feed.ts";
import css from "./connection_state.module.css";

/** The freshness of the numbers; a change is read out, once. */
export function ConnectionState({ connection }: { connection: ReadonlySignal<Connection> }) {
  const state = connection.value;
  return (
    <span
      class={css.connection}
      role="status"
      title={t(`webinar-feed-${state}_means`)}
      data-testid="connection-state"
      data-state={state}
    >
      <span class={css.dot} aria-hidden="true" />
      {t(`webinar-feed-${state}`)}
    </span>
  );
}
