import { useState } from "preact/hooks";
import type { Finished, Webinar } from "../../generated/api.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { count } from "../../ui/format/numbers.ts";
import { dateTime, time } from "../../ui/format/times.ts";
import { STATUS_ORDER } from "../members/statuses.ts";
import { webinars } from "../webinars/api.ts";
import { STATUS_LABEL } from "../words.ts";
import css from "./finish_dialog.module.css";

interface Props {
  webinar: Webinar;
  onClose: () => void;
  onWebinar: (webinar: Webinar) => void;
}

/** Declares the event over, then says what became of everybody. */
export function FinishDialog({ webinar, onClose, onWebinar }: Props) {
  const [result, setResult] = useState<Finished | null>(null);
  const early = Date.parse(webinar.ends_at) > Date.now();

  if (result) {
    return (
      <Dialog
        title="The event is finished"
        onClose={onClose}
        testId="finish-result"
        footer={
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <p class="muted">
          Everybody is settled. From now on, whoever watches long enough moves to Attended On-Demand.
        </p>
        <dl class={css.results}>
          {STATUS_ORDER.filter((status) => typeof result[status] === "number" && result[status] > 0)
            .reverse()
            .map((status) => (
              <div key={status}>
                <dt>{STATUS_LABEL[status]}</dt>
                <dd>{count(Number(result[status]))}</dd>
              </div>
            ))}
        </dl>
      </Dialog>
    );
  }
  return (
    <Confirm
      title="Finish this event?"
      verb="Finish event"
      run={async () => {
        const counts = await webinars.finish(webinar.id);
        setResult(counts);
        onWebinar(await webinars.read(webinar.id));
      }}
      onClose={onClose}
      onDone={() => {}}
    >
      <p>
        Everybody who registered and did not attend becomes <strong>No-Show</strong>, and turns to{" "}
        <strong>Attended On-Demand</strong> by watching the recording.
      </p>
      {webinar.finished_at && (
        <p>
          It was finished on {dateTime(webinar.finished_at, webinar.timezone)}. Finishing again is for those
          who registered since.
        </p>
      )}
      {early && <p>It was to end at {time(webinar.ends_at, webinar.timezone)}; it will end now instead.</p>}
    </Confirm>
  );
}
