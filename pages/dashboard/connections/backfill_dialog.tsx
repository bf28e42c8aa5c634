import { useState } from "preact/hooks";
import type { Connection } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { webinars } from "../webinars/api.ts";
import { connections } from "./api.ts";

const DAY_MS = 86_400_000;
const DAYS_BACK = 29;

interface Props {
  connection: Connection;
  onClose: () => void;
  onDone: () => void;
}

/** Sends what happened before a connection was made or repaired, from a day on. */
export function BackfillDialog({ connection, onClose, onDone }: Props) {
  const [day, setDay] = useState(isoDay(Date.now() - DAY_MS));
  const [only, setOnly] = useState("");
  const past = { from: `${day}T00:00:00Z`, ...(only && { webinar_ids: [only] }) };
  const preview = useResource(`${connection.id} ${past.from} ${only}`, (signal) =>
    connections.previewBackfill(connection.id, past, signal),
  );
  const all = useResource("webinars", (signal) => webinars.all(signal));
  const bound = new Set(connection.webinars.map((each) => each.webinar_id));
  const choices = (all.data ?? []).filter(({ id }) => bound.size === 0 || bound.has(id));
  return (
    <Confirm
      title={t("connections-past-title")}
      verb={t("connections-past-verb")}
      run={async () => {
        const { events } = await connections.backfill(connection.id, past);
        toast(t("connections-past-done", { count: events }));
      }}
      onClose={onClose}
      onDone={() => {
        onDone();
        onClose();
      }}
    >
      <p>{t("connections-past-text")}</p>
      <TextField
        type="date"
        label={t("connections-past-from")}
        value={day}
        min={isoDay(Date.now() - DAYS_BACK * DAY_MS)}
        max={isoDay(Date.now())}
        onValue={setDay}
        required
      />
      <SelectField
        label={t("connections-past-webinar")}
        value={only}
        options={[["", t("connections-past-all")], ...choices.map(({ id, name }) => [id, name] as const)]}
        onValue={setOnly}
      />
      <ProblemNote problem={preview.problem} />
      <p role="status" data-testid="past-count">
        {preview.data ? t("connections-past-count", { count: preview.data.events }) : " "}
      </p>
    </Confirm>
  );
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
