import type { Console, PollResults } from "../generated/api.ts";
import { t, textOf } from "../i18n/texts.ts";
import { useAction } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { Pill } from "../ui/pill.tsx";
import { ProblemNote } from "../ui/problem_note.tsx";
import type { Calls } from "./api.ts";
import css from "./console.module.css";

interface Props {
  room: Console;
  calls: Calls;
  look: () => void;
}

/** Polls and surveys with their results; opened, closed and published by hand. */
export function PollsPanel({ room, calls, look }: Props) {
  if (room.polls.length === 0) return null;
  const isOpen = Date.parse(room.webinar.opens_at) <= room.server_ms && room.on_air.phase !== "ended";
  return (
    <section class={css.card} aria-labelledby="console-polls">
      <h2 id="console-polls">{t("console-polls")}</h2>
      <ul class={css.list}>
        {room.polls.map(({ state, results }) => (
          <PollRow
            key={results.item}
            state={state}
            results={results}
            calls={isOpen ? calls : null}
            look={look}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  state: Console["polls"][number]["state"];
  results: PollResults;
  /** null while nothing can be changed. */
  calls: Calls | null;
  look: () => void;
}

function PollRow({ state, results, calls, look }: RowProps) {
  const run = useAction(async (verb: "open" | "close" | "publish" | "unpublish") => {
    await calls?.poll(results.item, verb);
    look();
  });
  const title = results.title ?? textOf(`console-kind-${results.kind}`) ?? results.kind;
  const act = (verb: "open" | "close" | "publish" | "unpublish") => (
    <Button
      small
      busy={run.busy}
      aria-label={t("console-about", { verb: t(`console-poll-${verb}`), name: title })}
      onClick={() => run.run(verb)}
    >
      {t(`console-poll-${verb}`)}
    </Button>
  );
  return (
    <li class={css.line}>
      <div class={css.bar}>
        <h3>{title}</h3>
        <Pill tone={state === "open" ? "strong" : "faint"}>
          {textOf(`console-poll_state-${state ?? "away"}`)}
        </Pill>
      </div>
      {results.questions.map((question) => (
        <div key={question.id}>
          <p>{question.text}</p>
          {question.options.length > 0 && (
            <ul class={css.results}>
              {question.options.map(({ id, text, count }) => (
                <li key={id}>
                  {t("console-result", {
                    option: text ?? textOf(`console-value-${id}`) ?? id,
                    count,
                  })}
                </li>
              ))}
            </ul>
          )}
          <p class={css.quiet}>{t("console-answered", { count: question.answered })}</p>
        </div>
      ))}
      {calls && (
        <div class={css.bar}>
          {state === "open" ? act("close") : act("open")}
          {results.kind === "poll" && (state === "published" ? act("unpublish") : act("publish"))}
        </div>
      )}
      <ProblemNote problem={run.problem} />
    </li>
  );
}
