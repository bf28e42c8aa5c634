import { useState } from "preact/hooks";
import type { Poll, Question, Survey } from "../../automated/rundown.ts";
import type { QuestionResults } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import scenes from "../scenes/scenes.module.css";
import css from "./chat.module.css";
import type { OwnPoll, RoomClient } from "./room_client.ts";
import { useSeen } from "./seen.ts";

type Value = string | number | boolean | string[];

/** A poll or survey on air: its questions while it is open, its results once they are due. */
export function PollCard({ room, item, view }: { room: RoomClient; item: Poll | Survey; view: OwnPoll }) {
  const [values, setValues] = useState<Readonly<Record<string, Value>>>(view.mine);
  useSeen(room, item.id);
  const isOpen = view.state === "open";
  const refusal = room.refusal.value;
  const isAnswered = Object.keys(view.mine).length > 0;
  const send = (event: Event) => {
    event.preventDefault();
    for (const [question, value] of Object.entries(values))
      room.send({ type: "answer", poll: item.id, question, values: value });
  };
  return (
    <section class={css.poll} aria-labelledby={`poll-${item.id}`}>
      <h2 id={`poll-${item.id}`}>{item.title ?? t("watch-poll-title")}</h2>
      {isOpen && (
        <form class={css.form} onSubmit={send}>
          {item.questions.map((question) => (
            <PollQuestion
              key={question.id}
              question={question}
              value={values[question.id]}
              onValue={(value) => setValues({ ...values, [question.id]: value })}
            />
          ))}
          <button type="submit" class={scenes.button} data-look="primary">
            {isAnswered ? t("watch-poll-change") : t("watch-poll-send")}
          </button>
        </form>
      )}
      <p class={css.note} role="status">
        {!isOpen ? t("watch-poll-closed") : isAnswered ? t("watch-poll-answered") : ""}
      </p>
      {refusal?.poll === item.id && (
        <p class={css.refused} role="alert">
          {textOf(`watch-chat-refused-${refusal.code}`) ?? t("watch-chat-refused-other")}
        </p>
      )}
      {view.results?.map((results) => (
        <PollResults
          key={results.id}
          results={results}
          question={item.questions.find(({ id }) => id === results.id)}
        />
      ))}
    </section>
  );
}

interface QuestionProps {
  question: Question;
  value: Value | undefined;
  onValue: (value: Value) => void;
}

function PollQuestion({ question, value, onValue }: QuestionProps) {
  const { id, text, type } = question;
  if (type === "text" || type === "long_text") {
    const field = {
      id: `question-${id}`,
      value: typeof value === "string" ? value : "",
      required: question.required,
      onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
    };
    return (
      <label for={`question-${id}`}>
        {text}
        {type === "text" ? (
          <input type="text" maxLength={200} {...field} />
        ) : (
          <textarea rows={3} maxLength={2_000} {...field} />
        )}
      </label>
    );
  }
  const several = type === "several";
  const chosen = Array.isArray(value) ? value : [];
  return (
    <fieldset>
      <legend>{text}</legend>
      {choices(question).map(([choice, label]) => (
        <label key={String(choice)}>
          <input
            type={several ? "checkbox" : "radio"}
            name={`question-${id}`}
            required={question.required && !several}
            checked={several ? chosen.includes(String(choice)) : value === choice}
            onChange={() => {
              if (!several) onValue(choice);
              else if (chosen.includes(String(choice))) onValue(chosen.filter((one) => one !== choice));
              else onValue([...chosen, String(choice)]);
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function PollResults({ question, results }: { question: Question | undefined; results: QuestionResults }) {
  if (!question) return null;
  const labels = new Map(choices(question).map(([choice, label]) => [String(choice), label]));
  return (
    <div>
      <h3 class={css.note}>{question.text}</h3>
      <ul>
        {results.options.map(({ id, count }) => (
          <li key={id} class={css.result} style={{ "--share": `${share(count, results.answered)}%` }}>
            {t("watch-poll-result", { option: labels.get(id) ?? id, count })}
          </li>
        ))}
      </ul>
      <p class={css.note}>{t("watch-poll-count", { count: results.answered })}</p>
    </div>
  );
}

/** The part of those who answered, in percent. */
function share(count: number, answered: number): number {
  return answered > 0 ? Math.round((count / answered) * 100) : 0;
}

/** The values that answer a question, with their labels; none for texts. */
function choices({ type, options, min = 1, max = 5 }: Question): [string | number | boolean, string][] {
  switch (type) {
    case "single":
    case "several":
      return (options ?? []).map(({ id, text }) => [id, text]);
    case "rating":
      return Array.from({ length: max - min + 1 }, (_, n) => [min + n, String(min + n)]);
    case "yes_no":
      return [
        [true, t("watch-poll-yes")],
        [false, t("watch-poll-no")],
      ];
    default:
      return [];
  }
}
