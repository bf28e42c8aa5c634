import { useEffect, useRef, useState } from "preact/hooks";
import type { Dashboard } from "../../generated/messages.ts";
import { statusName } from "../../i18n/status.ts";
import { language, t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { still } from "../../ui/still.ts";
import { announce, PAUSE_MS } from "../live/announcer.ts";
import type { Feed } from "../live/feed.ts";
import { countOf } from "../members/statuses.ts";
import css from "./stillness.module.css";

/** The interval of the announcer's checks; far below its pause, so that a change is not announced a whole pause late. */
const LOOK_MS = 1_000;

/**
 * What lets people live with numbers that move: they can be held still, and are read out as one sentence now and then,
 * or when somebody asks. The numbers themselves are no live regions.
 */
export function Stillness({ feed }: { feed: Feed }) {
  const [said, setSaid] = useState({ text: "", at: Date.now() - PAUSE_MS });
  // The same sentence asked for again is another text to a screen reader only if something of it differs.
  const [asked, setAsked] = useState(0);
  const latest = useRef(said);
  latest.current = said;
  const tag = language();
  // What was said in another language is not there to be read again.
  useEffect(() => setSaid(({ at }) => ({ text: "", at })), [tag]);

  useEffect(() => {
    const timer = setInterval(() => {
      const text = sentence(feed.data.peek());
      if (text && !still.peek()) setSaid(announce(latest.current, text, Date.now()));
    }, LOOK_MS);
    const key = (event: KeyboardEvent) => {
      if (event.altKey && event.shiftKey && event.code === "KeyS") {
        event.preventDefault();
        say();
      }
    };
    document.addEventListener("keydown", key);
    return () => {
      clearInterval(timer);
      document.removeEventListener("keydown", key);
      still.value = false;
    };
  }, [feed]);

  function say(): void {
    setSaid({ text: sentence(feed.data.peek()), at: Date.now() });
    setAsked((times) => times + 1);
  }

  return (
    <>
      <Button
        small
        kind="quiet"
        icon={still.value ? "play" : "pause"}
        aria-pressed={still.value}
        onClick={() => {
          still.value = !still.value;
        }}
      >
        {t("webinar-hold")}
      </Button>
      <button type="button" class={css.say} aria-keyshortcuts="Alt+Shift+S" onClick={say}>
        {t("webinar-say")}
      </button>
      <p class="hidden" role="status" data-testid="said">
        {said.text}
        {asked % 2 === 1 && "\u00a0"}
      </p>
    </>
  );
}

function sentence(data: Dashboard | null): string {
  if (data === null) return "";
  return t("webinar-said", {
    playing: data.now.playing,
    visitors: data.on_demand_statistics.visitors,
    status: statusName("attended_on_demand"),
    flipped: countOf(data.status_counts, "attended_on_demand"),
  });
}
