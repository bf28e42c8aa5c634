import type { Join } from "../../generated/api.ts";
import { moment } from "../text.ts";
import { Countdown, useNow } from "./countdown.tsx";
import { Frame } from "./frame.tsx";
import scenes from "./scenes.module.css";

/** The room is open, but there is nowhere to go yet. */
export function Room({ join, now }: { join: Join; now: () => number }) {
  const left = Date.parse(join.starts_at) - useNow(now);
  return (
    <Frame>
      <section class={scenes.card}>
        <p class={scenes.eyebrow}>The room is open</p>
        <h1>{join.name}</h1>
        <p class={scenes.lead} role="status">
          {left > 0 ? `Starts ${moment(join.starts_at)}` : "The host will start in a moment."}
        </p>
        {left > 0 ? (
          <Countdown label="It begins in" ms={left} />
        ) : (
          <span class={scenes.spinner} aria-hidden="true" />
        )}
        <p class={scenes.aside}>Leave this page open: it goes on by itself.</p>
      </section>
    </Frame>
  );
}
