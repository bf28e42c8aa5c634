import { useState } from "preact/hooks";
import type { Connection, ConnectionKind, Tested } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import pageCss from "../../ui/page.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { When } from "../../ui/when.tsx";
import { connections } from "./api.ts";
import css from "./head.module.css";
import { RotateDialog } from "./rotate_dialog.tsx";
import { ConnectionSettingsDialog } from "./settings_dialog.tsx";
import { StatePill } from "./state_pill.tsx";
import { kindTitle, refusedWords, stateWords, testWords } from "./words.ts";

interface Props {
  connection: Connection;
  kind: ConnectionKind;
  onConnection: (connection: Connection) => void;
  onDeleted: () => void;
}

type Open = "none" | "settings" | "rotate" | "delete";

/** A connection's head: its name, its state, and its actions. */
export function ConnectionHead({ connection, kind, onConnection, onDeleted }: Props) {
  const [open, setOpen] = useState<Open>("none");
  const [tested, setTested] = useState<Tested | null>(null);
  const close = () => setOpen("none");
  const { id, name, state } = connection;
  const runs = state === "active";
  // Half of it works: the vendor answers, and has pushed nothing yet.
  const heard = !(tested?.works && tested.code === "never_heard");
  const test = useAction(async () => {
    setTested(null);
    setTested(await connections.test(id));
  });
  const turn = useAction(async () => {
    onConnection(await (runs ? connections.pause(id) : connections.resume(id)));
    setTested(null);
    toast(runs ? t("connections-paused", { name }) : t("connections-resumed", { name }));
  });
  return (
    <header class={pageCss.top}>
      <nav class={pageCss.crumbs} aria-label={t("webinar-crumbs")}>
        <a href="/connections">
          <Icon name="back" size={16} />
          {t("connections-title")}
        </a>
      </nav>
      <div class={pageCss.title}>
        <h1>{name}</h1>
        <div class="actions">
          <Button
            kind="quiet"
            icon="trash"
            aria-label={t("connections-delete")}
            onClick={() => setOpen("delete")}
          />
          <Button
            kind="quiet"
            icon="key"
            aria-label={t("connections-secrets-change")}
            onClick={() => setOpen("rotate")}
          />
          <Button
            kind="quiet"
            icon="settings"
            aria-label={t("connections-settings")}
            onClick={() => setOpen("settings")}
          />
          <Button icon={runs ? "pause" : "play"} busy={turn.busy} onClick={() => turn.run()}>
            {runs ? t("connections-pause") : t("connections-resume")}
          </Button>
          <Button kind="primary" icon="check" busy={test.busy} onClick={() => test.run()}>
            {t("connections-test")}
          </Button>
        </div>
      </div>
      <div class={pageCss.meta}>
        <StatePill state={state} />
        <span>{kindTitle(kind)}</span>
        {kind.receives_webhooks && (
          <span>
            <Words id="connections-heard" variables={{ ago: <When at={connection.last_heard_at} /> }} />
          </span>
        )}
        {(kind.sends_events || connection.last_spoke_at !== null) && (
          <span>
            <Words id="connections-spoke" variables={{ ago: <When at={connection.last_spoke_at} /> }} />
          </span>
        )}
        {connection.refused > 0 && (
          <span class={css.refused} data-testid="refused">
            <Words
              id="connections-refused"
              variables={{
                count: connection.refused,
                why: refusedWords(connection.last_refused_code),
                ago: <When at={connection.last_refused_at} />,
              }}
            />
          </span>
        )}
      </div>
      <div class={css.notes}>
        {connection.state_reason && (
          <Note tone={state === "broken" ? "danger" : "warn"} role="status">
            {stateWords(connection)}
          </Note>
        )}
        {tested && (
          <Note
            tone={tested.works ? (heard ? "good" : "warn") : "danger"}
            role="status"
            icon={tested.works && heard ? "check" : "warning"}
            testId="tested"
            code={tested.code}
          >
            {heard && (
              <strong>{tested.works ? t("connections-test-works") : t("connections-test-fails")} </strong>
            )}
            {testWords(tested)}
          </Note>
        )}
        <ProblemNote problem={test.problem ?? turn.problem} />
      </div>

      {open === "settings" && (
        <ConnectionSettingsDialog
          connection={connection}
          kind={kind}
          onClose={close}
          onSaved={(saved) => {
            onConnection(saved);
            setTested(null);
            close();
            toast(t("connections-settings-saved"));
          }}
        />
      )}
      {open === "rotate" && (
        <RotateDialog connection={connection} kind={kind} onClose={close} onRotated={onConnection} />
      )}
      {open === "delete" && (
        <Confirm
          title={t("connections-delete-title", { name })}
          verb={t("connections-delete")}
          danger
          run={async () => {
            await connections.remove(id);
            toast(t("connections-deleted"));
          }}
          onClose={close}
          onDone={onDeleted}
        >
          <p>{t("connections-delete-text")}</p>
        </Confirm>
      )}
    </header>
  );
}
