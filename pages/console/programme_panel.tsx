import { useState } from "preact/hooks";
import type { Console, Item } from "../generated/api.ts";
import { t, textOf } from "../i18n/texts.ts";
import { useAction } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { AreaField, SelectField, TextField } from "../ui/field.tsx";
import { ProblemNote } from "../ui/problem_note.tsx";
import type { Calls, Destination } from "./api.ts";
import css from "./console.module.css";
import { programmeTime } from "./programme_time.ts";

interface Props {
  room: Console;
  calls: Calls;
  now: number;
  look: () => void;
}

type Open = "none" | "take_over" | "end" | "start";

/** What is on air and what comes next; start, take over, give back and end. */
export function ProgrammePanel({ room, calls, now, look }: Props) {
  const [open, setOpen] = useState<Open>("none");
  const close = () => setOpen("none");
  const done = () => {
    close();
    look();
  };
  const give = useAction(async (resume: "where_stopped" | "wall_clock") => {
    await calls.giveBack(resume);
    look();
  });
  const { phase, stage, overlays } = room.on_air;
  const programmeMs = now - Date.parse(room.webinar.starts_at);
  // A recording without a rundown of its own can be taken over, too.
  const hasProgramme = room.webinar.has_rundown || stage !== null || room.next.length > 0;
  const isOpen = now >= Date.parse(room.webinar.opens_at) && phase !== "ended" && hasProgramme;
  const isTaken = stage?.item.kind === "take_over";
  return (
    <section class={css.card} aria-labelledby="console-programme">
      <h2 id="console-programme">{t("console-on_air")}</h2>
      {stage ? (
        <p>
          <b>{nameOf(stage.item)}</b>{" "}
          {stage.end_ms !== null && (
            <span class={css.quiet}>
              {t("console-left", { left: programmeTime(Math.max(0, stage.end_ms - programmeMs)) })}
            </span>
          )}
        </p>
      ) : (
        <p class={css.quiet}>{t("console-nothing")}</p>
      )}
      {overlays.length > 0 && (
        <ul class={css.list} aria-label={t("console-overlays")}>
          {overlays.map(({ item }) => (
            <li key={item.id}>{nameOf(item)}</li>
          ))}
        </ul>
      )}
      <h3>{t("console-next")}</h3>
      {room.next.length === 0 ? (
        <p class={css.quiet}>{t("console-no_next")}</p>
      ) : (
        <ol class={css.list}>
          {room.next.map((item) => (
            <li key={item.id} class={css.row}>
              <span>{nameOf(item)}</span>
              <span class={css.quiet}>
                {isTaken
                  ? t("console-waits")
                  : t("console-in", { time: programmeTime(Math.max(0, item.start_ms - programmeMs)) })}
              </span>
            </li>
          ))}
        </ol>
      )}
      {isOpen && (
        <div class={css.bar}>
          {phase === "before" && room.may_direct && room.webinar.has_rundown && (
            <Button icon="play" kind="primary" onClick={() => setOpen("start")}>
              {t("console-start")}
            </Button>
          )}
          <Button icon="pause" onClick={() => setOpen("take_over")}>
            {isTaken ? t("console-lead_elsewhere") : t("console-take_over")}
          </Button>
          {isTaken && (
            <>
              <Button kind="primary" busy={give.busy} onClick={() => give.run("where_stopped")}>
                {t("console-go_on")}
              </Button>
              <Button busy={give.busy} onClick={() => give.run("wall_clock")}>
                {t("console-by_the_clock")}
              </Button>
            </>
          )}
          {phase !== "before" && room.may_direct && (
            <Button icon="finish" kind="quiet" onClick={() => setOpen("end")}>
              {t("console-end")}
            </Button>
          )}
        </div>
      )}
      {!isOpen && phase === "before" && <p class={css.quiet}>{t("console-opens")}</p>}
      <ProblemNote problem={give.problem} />
      {open === "take_over" && <TakeOverDialog calls={calls} onClose={close} onDone={done} />}
      {open === "start" && (
        <Confirm
          title={t("console-start")}
          verb={t("console-start")}
          run={calls.start}
          onClose={close}
          onDone={done}
        >
          <p>{t("console-start_text")}</p>
        </Confirm>
      )}
      {open === "end" && (
        <Confirm
          danger
          title={t("console-end")}
          verb={t("console-end")}
          run={calls.end}
          onClose={close}
          onDone={done}
        >
          <p>{t("console-end_text")}</p>
        </Confirm>
      )}
    </section>
  );
}

/** An item by its title, or by its kind. */
export function nameOf(item: Item): string {
  const kind = textOf(`console-kind-${item.kind}`) ?? item.kind;
  const title = item.title ?? item.button ?? item.message ?? item.text;
  return title ? t("console-item", { kind, title }) : kind;
}

function TakeOverDialog({
  calls,
  onClose,
  onDone,
}: {
  calls: Calls;
  onClose: () => void;
  onDone: () => void;
}) {
  const [to, setTo] = useState<Destination["to"]>("chat");
  const [text, setText] = useState("");
  const action = useAction(async () => {
    await calls.takeOver(
      to === "chat" ? { to } : to === "slate" ? { to, message: text } : { to, url: text.trim() },
    );
    onDone();
  });
  return (
    <Dialog
      title={t("console-take_over")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="primary" busy={action.busy} onClick={() => action.run()}>
            {t("console-take_over")}
          </Button>
        </>
      }
    >
      <div class={css.form}>
        <p>{t("console-take_over_text")}</p>
        <SelectField
          label={t("console-to")}
          value={to}
          options={[
            ["chat", t("console-to-chat")],
            ["slate", t("console-to-slate")],
            ["live_url", t("console-to-live_url")],
          ]}
          onValue={(next) => {
            setTo(next);
            setText("");
          }}
        />
        {to === "slate" && (
          <AreaField label={t("console-message")} rows={3} maxLength={500} value={text} onValue={setText} />
        )}
        {to === "live_url" && (
          <TextField label={t("console-url")} value={text} placeholder="https://" onValue={setText} />
        )}
        <ProblemNote problem={action.problem} />
      </div>
    </Dialog>
  );
}
