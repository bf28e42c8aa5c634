import type { ImportedMembers } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format/numbers.ts";
import { Note } from "../../ui/note.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import tableCss from "../../ui/table.module.css";
import { codeWords } from "../words.ts";
import css from "./import_csv.module.css";
import { linesOf } from "./import_report.ts";
import { MEANINGS } from "./mappings.ts";

interface Props {
  file: string;
  preview: ImportedMembers;
  busy: boolean;
  /** Somebody says what a column means. */
  onMeaning: (heading: string, meaning: string) => void;
  onImport: () => void;
  onCancel: () => void;
}

/** How a file is understood, column by column, before anything is kept. */
export function ImportPreview({ file, preview, busy, onMeaning, onImport, onCancel }: Props) {
  const { encoding = "", separator = "", header_line = 1, times_in = "", columns = [] } = preview;
  const outcomes = Object.entries(preview.outcomes ?? {});
  const accepted = preview.outcomes?.accepted ?? 0;
  return (
    <section class={css.report} aria-label={t("members-preview")} data-testid="import-preview">
      <p role="status">
        <strong>{file}</strong>:{" "}
        {t("members-preview-file", {
          encoding: encoding.toUpperCase(),
          separator: textOf(`members-preview-separator-${NAMES[separator] ?? "comma"}`) ?? separator,
          line: header_line,
          zone: times_in,
        })}
      </p>
      <ul>
        {outcomes.map(([code, rows]) => (
          <li key={code}>
            {code === "accepted"
              ? t("members-preview-accepted", { count: rows })
              : t("members-preview-skipped", { count: rows, why: codeWords(code) })}
            {code !== "accepted" && <Lines of={linesOf(preview, code)} />}
          </li>
        ))}
        {NOTES.map((code) => ({ code, lines: linesOf(preview, code) }))
          .filter(({ lines }) => lines.length > 0)
          .map(({ code, lines }) => (
            <li key={code}>
              {codeWords(code)}
              <Lines of={lines} />
            </li>
          ))}
      </ul>
      {accepted === 0 && (
        <Note tone="warn" role="alert">
          {outcomes.length === 0 ? t("members-preview-no_rows") : t("members-preview-none")}
        </Note>
      )}
      <div class={css.rows}>
        <Scroll label={t("members-preview-columns")}>
          <table class={tableCss.table} data-tight>
            <caption class="hidden">{t("members-preview-columns")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("members-preview-heading")}</th>
                <th scope="col">{t("members-preview-meaning")}</th>
                <th scope="col">{t("members-preview-sample")}</th>
              </tr>
            </thead>
            <tbody>
              {columns.map(({ heading, as, sample }) => (
                <tr key={heading}>
                  <th scope="row">{heading}</th>
                  <td>
                    <select
                      aria-label={t("members-preview-of", { heading })}
                      value={as}
                      disabled={busy}
                      onChange={(event) => onMeaning(heading, event.currentTarget.value)}
                    >
                      {MEANINGS.map((meaning) => (
                        <option key={meaning} value={meaning}>
                          {textOf(`members-meaning-${meaning}`) ?? textOf(`members-${meaning}`) ?? meaning}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td class="muted">{sample}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
      <div class="actions">
        <Button onClick={onCancel}>{t("ui-cancel")}</Button>
        {accepted > 0 && (
          <Button kind="primary" busy={busy} onClick={onImport}>
            {t("members-preview-import", { count: count(accepted) })}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What rows may lack that are imported all the same. */
const NOTES = ["attendance_not_read", "status_not_read", "too_many_cells"];
const LINES_SHOWN = 10;

/** The lines that something is said about. */
function Lines({ of: lines }: { of: readonly number[] }) {
  if (lines.length === 0) return null;
  const shown = lines.slice(0, LINES_SHOWN).join(", ");
  return (
    <span class="muted">
      {" "}
      {lines.length > LINES_SHOWN
        ? t("members-preview-lines_more", { lines: shown })
        : t("members-preview-lines", { count: lines.length, lines: shown })}
    </span>
  );
}

const NAMES: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
