import { useState } from "preact/hooks";
import { members } from "../api/members.ts";
import type { Webinar } from "../api/types.ts";
import { count, plural } from "../format/numbers.ts";
import { useAction } from "../ui/action.ts";
import { Icon } from "../ui/icon.tsx";
import { ProblemNote } from "../ui/problem_note.tsx";
import { type Report, report, unfit } from "./import_report.ts";

const SHOWN = 200;

/** A file, dropped or chosen, then what became of each of its rows. */
export function ImportCsv({ webinar }: { webinar: Webinar }) {
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [done, setDone] = useState<{ file: string; report: Report } | null>(null);

  const send = useAction(async (file: File) => {
    setDone(null);
    const why = unfit(file);
    setWrong(why);
    if (why) return;
    setDone({ file: file.name, report: report(await members.import(webinar.id, file)) });
  });

  function take(files: FileList | null | undefined): void {
    const file = files?.[0];
    if (file && !send.busy) void send.run(file);
  }

  return (
    <div class="form">
      <label
        class={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          class="hidden"
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
        {send.busy ? <span class="spinner" aria-hidden="true" /> : <Icon name="upload" size={24} />}
        <strong>{send.busy ? "Importing…" : "Drop a CSV file here, or choose one"}</strong>
        <span class="muted small">
          A column “email”, and any of first name, last name, company, job title, phone, status. Up to 20,000
          rows, 5 MB.
        </span>
      </label>
      {wrong && (
        <div class="note danger" role="alert">
          <Icon name="warning" />
          <p>{wrong}</p>
        </div>
      )}
      <ProblemNote problem={send.problem} />
      {done && <ReportView file={done.file} report={done.report} />}
    </div>
  );
}

function ReportView({ file, report: { created, updated, skipped, rows } }: { file: string; report: Report }) {
  return (
    <section class="report" aria-label="Result of the import" data-testid="import-report">
      <p role="status">
        <strong>{file}</strong>: {count(created)} created, {count(updated)} updated, {count(skipped)} skipped.
      </p>
      <div class="scroll report-rows">
        <table class="table tight">
          <caption class="hidden">What became of each row</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                Line
              </th>
              <th scope="col">Email</th>
              <th scope="col">Result</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <tr key={row.line} class={row.attention ? "attention" : undefined}>
                <td class="number muted">{row.line}</td>
                <td>{row.email}</td>
                <td>
                  <span class={`outcome ${row.outcome}`}>{row.outcome}</span>
                </td>
                <td class="muted">{row.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN && <p class="muted small">And {plural(rows.length - SHOWN, "more row")}.</p>}
    </section>
  );
}
