import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { LinkedText } from "../../automated/linked_text.tsx";
import type { Line } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import scenes from "../scenes/scenes.module.css";
import css from "./chat.module.css";
import type { Chat as ChatState, RoomClient } from "./room_client.ts";

const LONGEST = 500;
const LONGEST_QUOTE = 80;
/** Somebody this near to the last line, in px, reads along; somebody further up reads what was. */
const NEAR_PX = 48;

/** The chat of the room: its lines, and a form while the event goes on. */
export function Chat({ room, chat, isOpen }: { room: RoomClient; chat: ChatState; isOpen: boolean }) {
  const lines = [...chat.lines.values()];
  const refusal = room.refusal.value;
  const scroll = useFollowing(lines.at(-1)?.id);
  if ((chat.mode === "none" || !isOpen) && lines.length === 0) return null;
  return (
    <section class={css.chat} aria-labelledby="chat-title">
      <h2 id="chat-title">{t("watch-chat-title")}</h2>
      {chat.mode === "moderated" && isOpen && <p class={css.note}>{t("watch-chat-moderated")}</p>}
      {chat.mode === "answer_later" && isOpen && <p class={css.note}>{t("watch-chat-answer_later")}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section class={css.scroll} ref={scroll} tabIndex={0} aria-label={t("watch-chat-lines")}>
        <ol class={css.lines} aria-live="polite">
          {lines.map((line) => (
            <ChatLine key={line.id} line={line} asked={line.reply_to && chat.lines.get(line.reply_to)} />
          ))}
        </ol>
      </section>
      {chat.skipped > 0 && <p class={css.note}>{t("watch-chat-skipped", { count: chat.skipped })}</p>}
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

/** @returns a reference to what scrolls; it goes on to the last line for who reads along */
function useFollowing(last: string | undefined) {
  const scroll = useRef<HTMLElement>(null);
  const readsAlong = useRef(true);
  /** Where it was last seen to be at its end: what the reader does is told a frame later. */
  const followed = useRef(0);
  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const look = () => {
      readsAlong.current = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR_PX;
      if (readsAlong.current) followed.current = element.scrollTop;
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [scroll.current]);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element || !readsAlong.current || element.scrollTop < followed.current - NEAR_PX) return;
    element.scrollTop = element.scrollHeight;
    followed.current = element.scrollTop;
  }, [last]);
  return scroll;
}

function ChatLine({ line, asked }: { line: Line; asked: Line | undefined | "" }) {
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
      {asked && isShown(asked) && (
        <small class={css.quote}>{t("watch-chat-answers", { text: beginning(asked.text) })}</small>
      )}
      <span>{isGone ? t("watch-chat-removed") : <LinkedText text={line.text} />}</span>
      {line.private && <small>{t("watch-chat-private")}</small>}
      {line.state === "held" && <small>{t("watch-chat-held")}</small>}
    </li>
  );
}

function isShown({ state }: Line): boolean {
  return state === "visible" || state === "held";
}

/** The first words of a line that is quoted. */
function beginning(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE).trimEnd()}…`;
}

function ChatForm({ room }: { room: RoomClient }) {
  const [text, setText] = useState("");
  const [isQuestion, setIsQuestion] = useState(false);
  const sent = useRef({ id: "", text: "", isQuestion: false });
  const refused = room.refusal.value?.client_id;
  // A line that was refused comes back, to be mended or sent a little later.
  useEffect(() => {
    if (!refused || refused !== sent.current.id) return;
    setText((written) => written || sent.current.text);
    setIsQuestion((chosen) => chosen || sent.current.isQuestion);
  }, [refused]);
  const send = (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    sent.current = { id: crypto.randomUUID(), text, isQuestion };
    room.send({ type: "line", client_id: sent.current.id, text, question: isQuestion });
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
