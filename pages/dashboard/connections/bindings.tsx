import { useState } from "preact/hooks";
import type { Binding, Connection, ConnectionKind, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { SelectField, TextField } from "../../ui/field.tsx";
import { date } from "../../ui/format/times.ts";
import type { Problem } from "../../ui/problem.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { connections } from "./api.ts";
import css from "./bindings.module.css";

interface Props {
  connection: Connection;
  kind: ConnectionKind;
  /** All webinars, newest first; null while they are read. */
  webinars: readonly Webinar[] | null;
  problem: Problem | null;
  onConnection: (connection: Connection) => void;
}

/** The webinars that a connection is about, each with the vendor's own id of it. */
export function Bindings({ connection, kind, webinars, problem, onConnection }: Props) {
  const [webinar, setWebinar] = useState("");
  const [externalId, setExternalId] = useState("");
  const bound = connection.webinars;
  const change = useAction(async (wanted: Binding[], done: () => void) => {
    onConnection(await connections.change(connection.id, { webinars: wanted }));
    done();
  });
  const free = (webinars ?? []).filter((each) => !bound.some((one) => one.webinar_id === each.id));

  function bind(): void {
    // A vendor without ids of its own is told by ours.
    const external_id = kind.external_id === null ? webinar : externalId.trim();
    void change.run([...bound, { webinar_id: webinar, external_id, settings: {} }], () => {
      setWebinar("");
      setExternalId("");
    });
  }

  return (
    <section
      class={`${cardCss.card} ${cardCss.body}`}
      aria-label={t("connections-bindings")}
      data-testid="bindings"
    >
      <h2>{t("connections-bindings")}</h2>
      <p class="muted small">{lead(kind, bound.length)}</p>
      {bound.length > 0 && (
        <ul class={css.bindings}>
          {bound.map((each) => {
            const found = webinars?.find((one) => one.id === each.webinar_id);
            const name = found?.name ?? t("connections-bindings-webinar");
            return (
              <li key={each.webinar_id}>
                <span class={css.binding}>
                  <a href={`/webinars/${each.webinar_id}`}>{name}</a>
                  {kind.external_id !== null && (
                    <span class="muted small">
                      {kind.external_id} <code>{each.external_id}</code>
                    </span>
                  )}
                </span>
                <Button
                  small
                  kind="quiet"
                  icon="close"
                  aria-label={t("connections-bindings-unbind", { name })}
                  disabled={change.busy}
                  onClick={() => {
                    const rest = bound.filter((one) => one !== each);
                    void change.run(rest, () => toast(t("connections-bindings-unbound", { name })));
                  }}
                />
              </li>
            );
          })}
        </ul>
      )}
      <form
        class={css.bind}
        onSubmit={(event) => {
          event.preventDefault();
          bind();
        }}
      >
        <SelectField
          label={t("connections-bindings-webinar")}
          value={webinar}
          onValue={setWebinar}
          options={[
            ["", t("connections-bindings-choose")],
            ...free.map((each) => [each.id, `${each.name}, ${date(each.starts_at, each.timezone)}`] as const),
          ]}
        />
        {kind.external_id !== null && (
          <TextField
            label={kind.external_id}
            name="external_id"
            spellcheck={false}
            value={externalId}
            onValue={setExternalId}
          />
        )}
        <Button
          type="submit"
          icon="add"
          busy={change.busy}
          disabled={webinar === "" || (kind.external_id !== null && externalId.trim() === "")}
        >
          {t("connections-bindings-bind")}
        </Button>
      </form>
      <ProblemNote problem={change.problem ?? problem} />
    </section>
  );
}

function lead(kind: ConnectionKind, bound: number): string {
  if (bound === 0 && kind.sends_all_webinars) return t("connections-bindings-all");
  if (bound === 0) return t("connections-bindings-none");
  return kind.sends_all_webinars ? t("connections-bindings-these") : t("connections-bindings-ids");
}
