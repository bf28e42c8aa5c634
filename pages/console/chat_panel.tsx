import { useState } from "preact/hooks";
import { LinkedText } from "../automated/linked_text.tsx";
import type { ChatMode, Console, HostLine } from "../generated/api.ts";
import { t, textOf } from "../i18n/texts.ts";
import { useAction } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { AreaField, SelectField } from "../ui/field.tsx";
import formCss from "../ui/form.module.css";
import { dateTime, time } from "../ui/format/times.ts";
import { Pill } from "../ui/pill.tsx";
import { ProblemNote } from "../ui/problem_note.tsx";
import { Segmented } from "../ui/segmented.tsx";
import type { Calls } from "./api.ts";
import css from "./console.module.css";
import { type Lines, waiting } from "./lines.ts";

interface Props {
  room: Console;
  calls: Calls;
  look: () => void;
  lines: Lines;
  now: number;
}

const LONGEST = 500;
const SLOW_S = [0, 5, 10, 30, 60];

/** The chat for hosts: what waits, every line with what can be done about it, the mode, and a line of one's own. */
export function ChatPanel({ room, calls, look, lines, now }: Props) {
  const held = waiting(lines);
  const [shown, setShown] = useState<"waiting" | "all">("waiting");
  const listed = shown === "waiting" ? held : [...lines.values()].reverse();
  const { mode, slow_s, banned } = room.chat;
  const set = useAction(async (next: ChatMode, slow: number) => {
    await calls.setMode(next, slow);
    look();
  });
  const isOpen = room.on_air.phase !== "ended";
  return (
    <section class={css.card} aria-labelledby="console-chat">
      <h2 id="console-chat">{t("console-chat")}</h2>
      <div class={css.bar}>
        <SelectField
          label={t("console-mode")}
          value={mode}
          options={(["none", "moderated", "answer_later", "open"] as const).map((each) => [
            each,
            t(`console-mode-${each}`),
          ])}
          onValue={(next) => set.run(next, slow_s)}
        />
        <SelectField
          label={t("console-slow")}
          value={String(slow_s)}
          options={[...new Set([...SLOW_S, slow_s])].map((each) => [
            String(each),
            each === 0 ? t("console-slow-off") : t("console-slow-each", { seconds: each }),
          ])}
          onValue={(next) => set.run(mode, Number(next))}
        />
      </div>
      <ProblemNote problem={set.problem} />
      <Segmented
        label={t("console-lines")}
        options={[
          ["waiting", t("console-waiting", { count: held.length })],
          ["all", t("console-all")],
        ]}
        value={shown}
        onValue={setShown}
      />
      <p class="hidden" role="status">
        {t("console-waiting", { count: held.length })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section class={css.scroll} tabIndex={0} aria-label={t("console-lines")}>
        {listed.length === 0 ? (
          <p class={css.quiet}>{shown === "waiting" ? t("console-nobody_waits") : t("console-no_lines")}</p>
        ) : (
          <ol class={css.list}>
            {listed.map((line) => (
              <ChatLine
                key={line.id}
                line={line}
                asked={line.reply_to ? lines.get(line.reply_to) : undefined}
                isBanned={line.member_id !== null && banned.includes(line.member_id)}
                zone={room.webinar.timezone}
                calls={calls}
                look={look}
              />
            ))}
          </ol>
        )}
      </section>
      {isOpen && mode !== "none" && now >= Date.parse(room.webinar.opens_at) && (
        <SayForm calls={calls} look={look} />
      )}
    </section>
  );
}

interface LineProps {
  line: HostLine;
  asked: HostLine | undefined;
  isBanned: boolean;
  zone: string;
  calls: Calls;
  look: () => void;
}

function ChatLine({ line, asked, isBanned, zone, calls, look }: LineProps) {
  const [answering, setAnswering] = useState(false);
  const run = useAction(async (work: () => Promise<unknown>) => {
    await work();
    look();
  });
  const { member_id: member } = line;
  const writer = line.role
    ? line.name || t("console-host")
    : (line.full_name ?? (line.name || t("console-guest")));
  const labelled = (verb: string) => t("console-about", { verb, name: writer });
  const act = (label: string, work: () => Promise<unknown>, kind?: "primary" | "quiet") => (
    <Button
      small
      kind={kind ?? "plain"}
      busy={run.busy}
      aria-label={labelled(label)}
      onClick={() => run.run(work)}
    >
      {label}
    </Button>
  );
  return (
    <li class={css.line} data-state={line.state}>
      <div class={css.bar}>
        <b>{writer}</b>
        {line.role && <Pill tone="accent">{textOf(`console-role-${line.role}`)}</Pill>}
        {line.question && <Pill tone="accent">{t("console-question")}</Pill>}
        {line.state !== "visible" && (
          <Pill tone={line.state === "held" ? "warn" : "faint"}>{textOf(`console-state-${line.state}`)}</Pill>
        )}
        {line.private && <Pill tone="faint">{t("console-private")}</Pill>}
        {isBanned && <Pill tone="danger">{t("console-banned")}</Pill>}
        <time class={css.quiet} dateTime={line.at} title={dateTime(line.at, zone)}>
          {time(line.at, zone)}
        </time>
      </div>
      {asked && <p class={css.quiet}>{t("console-answers", { text: asked.text })}</p>}
      <p>{line.text ? <LinkedText text={line.text} /> : "—"}</p>
      <div class={css.bar}>
        {line.state === "held" && act(t("console-approve"), () => calls.move(line.id, "approve"), "primary")}
        {line.state === "held" && act(t("console-reject"), () => calls.move(line.id, "reject"))}
        {line.state === "rejected" && act(t("console-approve"), () => calls.move(line.id, "approve"))}
        {line.state === "visible" && act(t("console-delete"), () => calls.move(line.id, "delete"))}
        {member && line.state !== "deleted" && (
          <Button
            small
            aria-expanded={answering}
            aria-label={labelled(t("console-answer"))}
            onClick={() => setAnswering(!answering)}
          >
            {t("console-answer")}
          </Button>
        )}
        {member &&
          line.state === "held" &&
          act(t("console-approve_all"), () => calls.approveAll(member), "quiet")}
        {member &&
          act(isBanned ? t("console-unban") : t("console-ban"), () => calls.ban(member, !isBanned), "quiet")}
      </div>
      {answering && (
        <AnswerForm
          line={line}
          calls={calls}
          onDone={() => {
            setAnswering(false);
            look();
          }}
        />
      )}
      <ProblemNote problem={run.problem} />
    </li>
  );
}

function AnswerForm({ line, calls, onDone }: { line: HostLine; calls: Calls; onDone: () => void }) {
  const [text, setText] = useState("");
  const [isPrivate, setIsPrivate] = useState(line.mode === "answer_later");
  // An answer that is sent again after a failure keeps its id: it is stored once.
  const [id] = useState(() => crypto.randomUUID());
  const send = useAction(async () => {
    await calls.answer(line.id, id, text, isPrivate);
    onDone();
  });
  return (
    <form
      class={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) void send.run();
      }}
    >
      <AreaField
        label={t("console-your_answer")}
        rows={2}
        maxLength={LONGEST}
        value={text}
        onValue={setText}
      />
      <label class={formCss.check}>
        <input
          type="checkbox"
          checked={isPrivate}
          disabled={line.mode === "answer_later"}
          onChange={(event) => setIsPrivate(event.currentTarget.checked)}
        />
        <span>{t("console-answer_private")}</span>
      </label>
      <Button type="submit" kind="primary" busy={send.busy}>
        {t("console-send")}
      </Button>
      <ProblemNote problem={send.problem} />
    </form>
  );
}

function SayForm({ calls, look }: { calls: Calls; look: () => void }) {
  const [text, setText] = useState("");
  // The same line keeps its id when it is sent again after a failure: it is stored once.
  const [id, setId] = useState(() => crypto.randomUUID());
  const send = useAction(async () => {
    await calls.say(id, text);
    setText("");
    setId(crypto.randomUUID());
    look();
  });
  return (
    <form
      class={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) void send.run();
      }}
    >
      <AreaField label={t("console-say")} rows={2} maxLength={LONGEST} value={text} onValue={setText} />
      <Button type="submit" kind="primary" busy={send.busy}>
        {t("console-send")}
      </Button>
      <ProblemNote problem={send.problem} />
    </form>
  );
}
