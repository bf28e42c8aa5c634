import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { fromWall, toWall } from "../../ui/format/zones.ts";
import { MomentField } from "../../ui/moment_field.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { webinars } from "../webinars/api.ts";
import { asRead } from "../webinars/form_state.ts";

interface Props {
  webinar: Webinar;
  onClose: () => void;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Asks when the copy of a webinar begins; the same time a week later, or a week from now, is offered. */
export function CopyDialog({ webinar, onClose }: Props) {
  const { route } = useLocation();
  const { id, timezone } = webinar;
  const [name, setName] = useState(webinar.name);
  const [starts, setStarts] = useState(() => toWall(nextWeek(webinar), timezone));
  const [missing, setMissing] = useState(false);
  const copy = useAction(async () => {
    const starts_at = fromWall(starts, timezone);
    setMissing(!starts_at || name.trim() === "");
    if (!starts_at || name.trim() === "") return;
    const made = await webinars.copy(id, { name: name.trim(), starts_at });
    toast(t("webinar-copied"));
    route(`/webinars/${made.id}`);
  });
  return (
    <Dialog
      title={t("webinar-copy_title")}
      onClose={onClose}
      testId="copy-webinar"
      footer={
        <>
          <Button onClick={onClose}>{t("ui-cancel")}</Button>
          <Button kind="primary" type="submit" form="copy-webinar" busy={copy.busy}>
            {t("webinar-copy_verb")}
          </Button>
        </>
      }
    >
      <form
        id="copy-webinar"
        class={formCss.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void copy.run();
        }}
      >
        <p class="muted">{t("webinar-copy_text")}</p>
        <TextField
          label={t("webinars-form-name")}
          value={name}
          onValue={setName}
          error={missing && name.trim() === "" ? t("webinars-form-name_missing") : undefined}
        />
        <MomentField
          label={t("webinars-form-starts")}
          value={starts}
          hint={asRead(starts, timezone)}
          onValue={setStarts}
          error={missing && !fromWall(starts, timezone) ? t("webinars-form-starts_missing") : undefined}
        />
        <ProblemNote problem={copy.problem} />
      </form>
    </Dialog>
  );
}

/** The same wall-clock time in the first week that is still to come. */
function nextWeek({ starts_at }: Webinar): number {
  const began = Date.parse(starts_at);
  const weeks = Math.max(1, Math.ceil((Date.now() - began) / WEEK_MS));
  return began + weeks * WEEK_MS;
}
