import { useState } from "preact/hooks";
import type { ImportedMembers, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Words } from "../../i18n/words.tsx";
import { useAction } from "../../ui/action.ts";
import { Spinner } from "../../ui/button.tsx";
import formCss from "../../ui/form.module.css";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import tableCss from "../../ui/table.module.css";
import { members } from "./api.ts";
import css from "./import_csv.module.css";
import { ImportPreview } from "./import_preview.tsx";
import { type Report, report, unfit } from "./import_report.ts";
import { type Mapping, mappingFor, remember, remembered } from "./mappings.ts";
import { Outcome } from "./outcome.tsx";
import { EarlierImports, UndoImport } from "./undo_import.tsx";

const SHOWN = 200;

/** What is done with a file: looked at, then imported. */
type Step =
  | { name: "preview"; file: File; preview: ImportedMembers; mapping: Mapping }
  | { name: "done"; file: string; report: Report; id: string | null };

/** A file, dropped or chosen: how it is understood, and then what became of each of its rows. */
export function ImportCsv({ webinar }: { webinar: Webinar }) {
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [step, setStep] = useState<Step | null>(null);

  const look = useAction(async (file: File, mapping: Mapping | null) => {
    const why = unfit(file);
    setWrong(why);
    if (why) return setStep(null);
    let preview = await members.previewImport(webinar.id, file, mapping ?? {});
    let used = mapping ?? {};
    if (mapping === null) {
      used = mappingFor(
        (preview.columns ?? []).map(({ heading }) => heading),
        remembered(),
      );
      if (Object.keys(used).length) preview = await members.previewImport(webinar.id, file, used);
    }
    setStep({ name: "preview", file, preview, mapping: used });
  });
  const send = useAction(async (file: File, mapping: Mapping) => {
    remember(mapping);
    const result = await members.import(webinar.id, file, mapping);
    setStep({ name: "done", file: file.name, report: report(result), id: result.import_id ?? null });
  });

  function take(files: FileList | null | undefined): void {
    const file = files?.[0];
    if (file && !look.busy && !send.busy) void look.run(file, null);
  }

  return (
    <div class={formCss.form}>
      <label
        class={css.drop}
        data-over={over || undefined}
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
        {look.busy ? <Spinner /> : <Icon name="upload" size={24} />}
        <strong>{send.busy ? t("members-import-busy") : t("members-import-drop")}</strong>
        <span class="muted small">{t("members-import-columns")}</span>
      </label>
      {wrong && (
        <Note tone="danger" role="alert">
          {wrong}
        </Note>
      )}
      <ProblemNote problem={look.problem ?? send.problem} />
      {step?.name === "preview" && (
        <ImportPreview
          file={step.file.name}
          preview={step.preview}
          busy={look.busy || send.busy}
          onMeaning={(heading, meaning) => void look.run(step.file, { ...step.mapping, [heading]: meaning })}
          onImport={() => void send.run(step.file, step.mapping)}
          onCancel={() => setStep(null)}
        />
      )}
      {step?.name === "done" && (
        <>
          <ReportView file={step.file} report={step.report} />
          {step.id && <UndoImport id={step.id} />}
        </>
      )}
      {step === null && <EarlierImports webinar={webinar} />}
    </div>
  );
}

function ReportView({ file, report: { created, updated, skipped, rows } }: { file: string; report: Report }) {
  return (
    <section class={css.report} aria-label={t("members-import-result")} data-testid="import-report">
      <p role="status">
        <Words
          id="members-import-counts"
          variables={{ file: <strong>{file}</strong>, created, updated, skipped }}
        />
      </p>
      <div class={css.rows}>
        <Scroll label={t("members-import-rows")}>
          <table class={tableCss.table} data-tight>
            <caption class="hidden">{t("members-import-rows")}</caption>
            <thead>
              <tr>
                <th scope="col" data-cell="number">
                  {t("members-import-line")}
                </th>
                <th scope="col">{t("members-email")}</th>
                <th scope="col">{t("members-import-outcome")}</th>
                <th scope="col">{t("members-import-why")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((row) => (
                <tr key={row.line}>
                  <td class="muted" data-cell="number">
                    {row.line}
                  </td>
                  <td>{row.email}</td>
                  <td>
                    <Outcome outcome={row.outcome} attention={row.attention} />
                  </td>
                  <td class="muted">{row.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
      {rows.length > SHOWN && (
        <p class="muted small">{t("members-import-more", { count: rows.length - SHOWN })}</p>
      )}
    </section>
  );
}
