import type { Finished, Retraction } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { STATUS_ORDER } from "../members/statuses.ts";

/** How many members would change, as the preview of a finish counts them. */
export function moving(preview: Finished | Retraction): number {
  return movesOf(preview).reduce((sum, { count }) => sum + count, 0);
}

/** One sentence for each change of a status. */
export function Moves({ preview }: { preview: Finished | Retraction }) {
  const moves = movesOf(preview);
  if (!moves.length) return <p>{t("webinar-moves-none")}</p>;
  return (
    <ul data-testid="moves">
      {moves.map(({ from, to, count }) => (
        <li key={`${from} ${to}`}>
          {t("webinar-moves", { count, from: statusName(from), to: statusName(to) })}
        </li>
      ))}
    </ul>
  );
}

function movesOf(preview: Finished | Retraction) {
  return STATUS_ORDER.flatMap((from) => {
    const then = preview[from];
    if (typeof then !== "object") return [];
    return STATUS_ORDER.flatMap((to) => {
      const count = then[to] ?? 0;
      return count ? [{ from, to, count }] : [];
    });
  });
}
