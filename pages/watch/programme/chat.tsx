import { useState } from "preact/hooks";
import type { Line } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import scenes from "../scenes/scenes.module.css";
import css from "./chat.module.css";
import type { Chat as ChatState, RoomClient } from "./room_client.ts";

const LONGEST = 500;

/** The chat of the room: its lines, and a form while the event goes on. */
export function Chat({ room, chat, isOpen }: { room: RoomClient; chat: ChatState; isOpen: boolean }) {
  const lines = [...chat.lines.values()];
  const refusal = room.refusal.value;
  if ((chat.mode === "none" || !isOpen) && lines.length === 0) return null;
  return (
    <section class={css.chat} aria-labelledby="chat-title">
      <h2 id="chat-title">{t("watch-chat-title")}</h2>
      {chat.mode === "moderated" && isOpen && <p class={css.note}>{t("watch-chat-moderated")}</p>}
      {chat.mode === "answer_later" && isOpen && <p class={css.note}>{t("watch-chat-answer_later")}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section class={css.scroll} tabIndex={0} aria-label={t("watch-chat-lines")}>
        <ol class={css.lines} aria-live="polite">
          {lines.map((line) => (
            <ChatLine key={line.id} line={line} />
          ))}
        </ol>
      </section>
      {refusal?.client_id && (
        <p class={css.refused} role="alert">
          {textOf(`watch-chat-refused-${refusal.code}`) ?? t("watch-chat-refused-other")}
        </p>
      )}
      {isOpen && chat.mode !== "none" && !chat.isBanned && <ChatForm room={room} />}
      {isOpen && chat.isBanned && <p class={css.note}>{t("watch-chat-refused-banned")}</p>}
    </section>
  );
}

function ChatLine({ line }: { line: Line }) {
  const isGone = line.state === "deleted" || line.state === "rejected";
  if (isGone && !line.client_id) return null;
  return (
    <li class={css.line} data-state={line.state}>
      <b>
        {line.role
          ? t("watch-chat-host")
          : line.client_id
            ? t("watch-chat-you")
            : line.name || t("watch-chat-guest")}
      </b>
      <span>{isGone ? t("watch-chat-removed") : line.text}</span>
      {line.state === "held" && <small>{t("watch-chat-held")}</small>}
    </li>
  );
}

function ChatForm({ room }: { room: RoomClient }) {
  const [text, setText] = useState("");
  const [isQuestion, setIsQuestion] = useState(false);
  const send = (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    room.send({ type: "line", client_id: crypto.randomUUID(), text, question: isQuestion });
    setText("");
    setIsQuestion(false);
  };
  return (
    <form class={css.form} onSubmit={send}>
      <label>
        {t("watch-chat-write")}
        <textarea
          rows={2}
          maxLength={LONGEST}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <label class={css.question}>
        <input
          type="checkbox"
          checked={isQuestion}
          onChange={(event) => setIsQuestion(event.currentTarget.checked)}
        />
        {t("watch-chat-question")}
      </label>
      <button type="submit" class={scenes.button} data-look="primary">
        {t("watch-chat-send")}
      </button>
    </form>
  );
}
