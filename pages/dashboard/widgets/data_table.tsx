import { t } from "../../i18n/texts.ts";
import formCss from "../../ui/form.module.css";
import { count } from "../../ui/format/numbers.ts";
import tableCss from "../../ui/table.module.css";

interface Props {
  caption: string;
  columns: readonly [name: string, value: string];
  rows: readonly (readonly [name: string, value: number])[];
}

/** The numbers of a chart as a table, folded away. */
export function DataTable({ caption, columns: [name, value], rows }: Props) {
  return (
    <details class={formCss.more}>
      <summary>{t("widgets-table")}</summary>
      <table class={tableCss.table} data-tight>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col" data-cell="number">
              {value}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([each, number]) => (
            <tr key={each}>
              <th scope="row">{each}</th>
              <td data-cell="number">{count(number)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
