import { useState } from "preact/hooks";
import type { Console, Presenter } from "../generated/api.ts";
import { t, textOf } from "../i18n/texts.ts";
import { useAction } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Pill } from "../ui/pill.tsx";
import { ProblemNote } from "../ui/problem_note.tsx";
import type { Calls } from "./api.ts";
import css from "./console.module.css";

interface Props {
  room: Console;
  calls: Calls;
  look: () => void;
}

/** Hosts and presenters, who of them is here; hosts invite others and take links away. */
export function PeoplePanel({ room, calls, look }: Props) {
  const [made, setMade] = useState<Presenter | null>(null);
  const dismiss = useAction(async (id: string) => {
    await calls.dismiss(id);
    look();
  });
  return (
    <section class={css.card} aria-labelledby="console-people">
      <h2 id="console-people">{t("console-people")}</h2>
      {room.people.length === 0 ? (
        <p class={css.quiet}>{t("console-no_people")}</p>
      ) : (
        <ul class={css.list}>
          {room.people.map(({ id, name, role, here }) => (
            <li key={id} class={css.row}>
              <span>{name}</span>
              <Pill tone="faint">{textOf(`console-role-${role}`)}</Pill>
              <Pill tone={here ? "strong" : "plain"}>{here ? t("console-here") : t("console-away")}</Pill>
              {room.may_direct && (
                <Button
                  small
                  kind="quiet"
                  busy={dismiss.busy}
                  aria-label={t("console-about", { verb: t("console-dismiss"), name: name ?? "" })}
                  onClick={() => dismiss.run(id)}
                >
                  {t("console-dismiss")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <ProblemNote problem={dismiss.problem} />
      {room.may_direct && (
        <InviteForm
          calls={calls}
          onMade={(presenter) => {
            setMade(presenter);
            look();
          }}
        />
      )}
      {made?.presenter_url && (
        <p class={css.bar} role="status">
          <span>{t("console-link_of", { name: made.name ?? "" })}</span>
          <CopyButton
            text={made.presenter_url}
            what={t("console-link_of", { name: made.name ?? "" })}
            label={t("console-copy")}
          />
        </p>
      )}
    </section>
  );
}

function InviteForm({ calls, onMade }: { calls: Calls; onMade: (presenter: Presenter) => void }) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<"host" | "presenter">("presenter");
  const invite = useAction(async () => {
    onMade(await calls.invite(email.trim(), name.trim(), role));
    setEmail("");
    setName("");
  });
  return (
    <form
      class={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void invite.run();
      }}
    >
      <h3>{t("console-invite")}</h3>
      <TextField label={t("console-name")} required maxLength={200} value={name} onValue={setName} />
      <TextField label={t("console-email")} type="email" required value={email} onValue={setEmail} />
      <SelectField
        label={t("console-role")}
        hint={t("console-role_hint")}
        value={role}
        options={[
          ["presenter", t("console-role-presenter")],
          ["host", t("console-role-host")],
        ]}
        onValue={setRole}
      />
      <Button type="submit" busy={invite.busy}>
        {t("console-invite_button")}
      </Button>
      <ProblemNote problem={invite.problem} />
    </form>
  );
}
