import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Campaign } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { dateTime } from "../../ui/format/times.ts";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { Pill } from "../../ui/pill.tsx";
import type { Problem } from "../../ui/problem.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tableCss from "../../ui/table.module.css";
import { toast } from "../../ui/toast.tsx";
import { segments } from "../segments/api.ts";
import { may } from "../signin/session.ts";
import { campaigns } from "./api.ts";
import css from "./campaigns.module.css";
import { RunPerson, RunSteps } from "./run.tsx";
import { RUN_TONE, reasonWords } from "./words.ts";

interface Props {
  campaign: Campaign;
  onChange: (campaign: Campaign) => void;
}

/** A saved campaign: activate, pause, archive and try it; its numbers and its runs. */
export function Running({ campaign, onChange }: Props) {
  const { route } = useLocation();
  const [asked, setAsked] = useState<"activate" | "resume" | "archive" | "stop" | "delete" | null>(null);
  const pager = usePager(`runs ${campaign.id}`);
  const key = `${campaign.id} ${campaign.state}`;
  const numbers = useResource(`numbers ${key}`, (signal) => campaigns.numbers(campaign.id, signal));
  const runs = useResource(`runs ${key} ${pager.cursor}`, (signal) =>
    campaigns.runs(campaign.id, pager.cursor, signal),
  );
  const again = () => {
    numbers.reload();
    runs.reload();
  };
  const pause = useAction(async () => onChange(await campaigns.pause(campaign.id)));
  const close = () => setAsked(null);
  const state = campaign.state;
  return (
    <>
      {may("write") && (
        <section class={cardCss.card} data-padded aria-label={t("campaigns-actions")}>
          <div class={css.bar}>
            {state === "draft" && (
              <Button kind="primary" onClick={() => setAsked("activate")}>
                {t("campaigns-activate")}
              </Button>
            )}
            {state === "active" && (
              <Button busy={pause.busy} onClick={() => pause.run()}>
                {t("campaigns-pause")}
              </Button>
            )}
            {state === "paused" && (
              <Button kind="primary" onClick={() => setAsked("resume")}>
                {t("campaigns-resume")}
              </Button>
            )}
            {state !== "archived" && state !== "draft" && (
              <Button onClick={() => setAsked("archive")}>{t("campaigns-archive")}</Button>
            )}
            {state !== "draft" && <Button onClick={() => setAsked("stop")}>{t("campaigns-stop")}</Button>}
            {state === "draft" && <Button onClick={() => setAsked("delete")}>{t("campaigns-delete")}</Button>}
          </div>
          <ProblemNote problem={pause.problem} />
          <Try campaign={campaign} onTried={again} />
        </section>
      )}
      <section aria-labelledby="campaign-runs">
        <h2 id="campaign-runs">{t("campaigns-runs_title")}</h2>
        <p class={css.bar} role="status" data-testid="campaign-numbers">
          {numbers.data?.numbers.length === 0 && t("campaigns-no_runs")}
          {numbers.data?.numbers.map((each) => (
            <Pill key={`${each.state} ${each.reason}`} tone={RUN_TONE[each.state]}>
              {t(`campaigns-run-${each.state}`)}
              {each.reason && ` (${reasonWords(each.reason)})`}: {each.count}
            </Pill>
          ))}
        </p>
        <Button small kind="quiet" icon="again" onClick={again}>
          {t("campaigns-again")}
        </Button>
        <ProblemNote problem={runs.problem} retry={runs.reload} />
        {runs.data && runs.data.items.length > 0 && (
          <div class="scroll">
            <table class={tableCss.table}>
              <caption class="hidden">{t("campaigns-runs_title")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("campaigns-who")}</th>
                  <th scope="col">{t("campaigns-began")}</th>
                  <th scope="col">{t("campaigns-state")}</th>
                  <th scope="col">{t("campaigns-steps")}</th>
                </tr>
              </thead>
              <tbody>
                {runs.data.items.map((run) => (
                  <tr key={run.id}>
                    <td>
                      <RunPerson run={run} />
                    </td>
                    <td class="muted">{dateTime(run.created_at)}</td>
                    <td>
                      <Pill tone={RUN_TONE[run.state]}>{t(`campaigns-run-${run.state}`)}</Pill>{" "}
                      {run.reason && <span class="muted small">{reasonWords(run.reason)}</span>}
                      {run.test && <span class="muted small">{t("campaigns-a_test")}</span>}
                    </td>
                    <td>
                      <RunSteps run={run} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {runs.data && <Pages pager={pager} next={runs.data.next_cursor} label={t("campaigns-runs_title")} />}
      </section>
      {asked === "activate" && <Activate campaign={campaign} onChange={onChange} onClose={close} />}
      {asked === "resume" && (
        <Also
          title={t("campaigns-resume")}
          text={t("campaigns-held_text")}
          also={t("campaigns-also_held")}
          only={t("campaigns-skip_held")}
          onClose={close}
          run={async (also) => onChange((await campaigns.resume(campaign.id, also)).campaign)}
        />
      )}
      {asked === "archive" && (
        <Confirm
          title={t("campaigns-archive")}
          verb={t("campaigns-archive")}
          run={async () => onChange(await campaigns.archive(campaign.id))}
          onClose={close}
        >
          <p>{t("campaigns-archive_text")}</p>
        </Confirm>
      )}
      {asked === "stop" && (
        <Confirm
          title={t("campaigns-stop")}
          verb={t("campaigns-stop")}
          danger
          run={async () => {
            const { stopped } = await campaigns.stop(campaign.id);
            toast(t("campaigns-stopped", { count: stopped }));
            again();
          }}
          onClose={close}
        >
          <p>{t("campaigns-stop_text")}</p>
        </Confirm>
      )}
      {asked === "delete" && (
        <Confirm
          title={t("campaigns-delete")}
          verb={t("campaigns-delete")}
          danger
          run={async () => {
            await campaigns.remove(campaign.id);
            route("/campaigns");
          }}
          onClose={close}
        >
          <p>{t("campaigns-delete_text")}</p>
        </Confirm>
      )}
    </>
  );
}

function Activate({ campaign, onChange, onClose }: Props & { onClose: () => void }) {
  const match = useResource(`match ${campaign.id}`, (signal) => campaigns.match(campaign.id, signal));
  const count = match.data && !match.problem ? match.data.count : 0;
  return (
    <Also
      title={t("campaigns-activate")}
      text={match.problem ? reason(match.problem) : t("campaigns-match", { count })}
      also={count > 0 ? t("campaigns-also_now", { count }) : null}
      only={t("campaigns-only_forward")}
      onClose={onClose}
      run={async (also) => onChange((await campaigns.activate(campaign.id, also)).campaign)}
    />
  );
}

/** The sentence about the one field that a refusal names, else about the whole. */
function reason({ fields, message }: Problem): string {
  return Object.values(fields)[0] ?? message;
}

interface AlsoProps {
  title: string;
  text: string;
  /** The button that also takes what is there already; null where there is nothing. */
  also: string | null;
  only: string;
  run: (also: boolean) => Promise<void>;
  onClose: () => void;
}

/** A question with two ways to go on: with what is there already, or only forward. */
function Also({ title, text, also, only, run, onClose }: AlsoProps) {
  const action = useAction(async (wanted: boolean) => {
    await run(wanted);
    onClose();
  });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          {also && (
            <Button busy={action.busy} onClick={() => action.run(true)}>
              {also}
            </Button>
          )}
          <Button kind="primary" busy={action.busy} onClick={() => action.run(false)}>
            {only}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      <ProblemNote problem={action.problem} />
    </Dialog>
  );
}

/** Takes one person through the steps at once. */
function Try({ campaign, onTried }: { campaign: Campaign; onTried: () => void }) {
  const [email, setEmail] = useState("");
  const test = useAction(async () => {
    const found = await segments.preview(
      {
        scope: "people",
        webinar_id: null,
        timezone: "UTC",
        filter: { filter: "person", field: "email", op: "is", value: email.trim() },
      },
      new AbortController().signal,
    );
    const person = found.items[0]?.person.id ?? "00000000-0000-0000-0000-000000000000";
    const tried = await campaigns.test(campaign.id, person);
    toast(tried.matches ? t("campaigns-tried") : t("campaigns-tried_no_match"));
    onTried();
  });
  return (
    <form
      class={css.bar}
      onSubmit={(event) => {
        event.preventDefault();
        void test.run();
      }}
    >
      <TextField
        label={t("campaigns-try_email")}
        hint={t("campaigns-try_hint")}
        type="email"
        required
        value={email}
        onValue={setEmail}
      />
      <Button type="submit" busy={test.busy} disabled={email.trim() === ""}>
        {t("campaigns-try")}
      </Button>
      <ProblemNote problem={test.problem} />
    </form>
  );
}
