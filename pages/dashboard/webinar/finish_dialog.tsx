import { useState } from "preact/hooks";
import type { Finished, Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { count } from "../../ui/format/numbers.ts";
import { dateTime, time } from "../../ui/format/times.ts";
import { useResource } from "../../ui/resource.ts";
import { RetractDialog } from "../members/retract_dialog.tsx";
import { retractions } from "../members/retractions.ts";
import { STATUS_ORDER } from "../members/statuses.ts";
import { webinars } from "../webinars/api.ts";
import css from "./finish_dialog.module.css";
import { Moves } from "./moves.tsx";

interface Props {
  webinar: Webinar;
  onClose: () => void;
  onWebinar: (webinar: Webinar) => void;
}

/** Declares the event over, then says what became of everybody. */
export function FinishDialog({ webinar, onClose, onWebinar }: Props) {
  const [result, setResult] = useState<Finished | null>(null);
  const preview = useResource(webinar.id, (signal) => webinars.previewFinish(webinar.id, signal));
  const [back, setBack] = useState(false);
  const finishes = useResource(webinar.id, (signal) => retractions.finishes(webinar.id, signal));
  const last = finishes.data?.items.filter((each) => each.retractable).at(-1);
  const early = Date.parse(webinar.ends_at) > Date.now();

  if (result) {
    return (
      <Dialog
        title={t("webinar-finished-title")}
        onClose={onClose}
        testId="finish-result"
        footer={
          <Button kind="primary" onClick={onClose}>
            {t("ui-done")}
          </Button>
        }
      >
        <p class="muted">{t("webinar-finished-text", { status: statusName("attended_on_demand") })}</p>
        <dl class={css.results}>
          {STATUS_ORDER.filter((status) => typeof result[status] === "number" && result[status] > 0)
            .reverse()
            .map((status) => (
              <div key={status}>
                <dt>{statusName(status)}</dt>
                <dd>{count(Number(result[status]))}</dd>
              </div>
            ))}
        </dl>
      </Dialog>
    );
  }
  if (back && last) {
    return (
      <RetractDialog
        what={{ kind: "finishes", id: last.finish_id }}
        title={t("webinar-finish-back")}
        text={t("webinar-finish-back_text")}
        onClose={onClose}
        onDone={() => void webinars.read(webinar.id).then(onWebinar)}
      />
    );
  }
  return (
    <Confirm
      title={t("webinar-finish-title")}
      verb={t("webinar-finish-verb")}
      run={async () => {
        const counts = await webinars.finish(webinar.id);
        setResult(counts);
        onWebinar(await webinars.read(webinar.id));
      }}
      onClose={onClose}
      onDone={() => {}}
    >
      <p>
        <Words
          id="webinar-finish-text"
          variables={{
            absent: <strong>{statusName("no_show")}</strong>,
            watched: <strong>{statusName("attended_on_demand")}</strong>,
          }}
        />
      </p>
      {preview.data && <Moves preview={preview.data} />}
      {webinar.finished_at && (
        <>
          <p>{t("webinar-finish-again_text", { moment: dateTime(webinar.finished_at, webinar.timezone) })}</p>
          {last && (
            <Button small data-testid="finish-back" onClick={() => setBack(true)}>
              {t("webinar-finish-back")}
            </Button>
          )}
        </>
      )}
      {early && <p>{t("webinar-finish-early", { time: time(webinar.ends_at, webinar.timezone) })}</p>}
    </Confirm>
  );
}
