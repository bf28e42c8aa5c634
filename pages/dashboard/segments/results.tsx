import type { SegmentItem } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { duration } from "../../ui/format/numbers.ts";
import tableCss from "../../ui/table.module.css";
import { StatusPill } from "../members/status_pill.tsx";

interface Props {
  items: readonly SegmentItem[];
  explained: SegmentItem | null;
  onExplain: (item: SegmentItem | null) => void;
}

function idOf(item: SegmentItem | null): string | undefined {
  return item?.member?.id ?? item?.person.id;
}

/** The first rows that a filter finds; each can be explained. */
export function Results({ items, explained, onExplain }: Props) {
  if (items.length === 0) return null;
  const ofMembers = items[0]?.member !== undefined;
  return (
    <div class="scroll">
      <table class={tableCss.table}>
        <caption class="hidden">{t("segments-results")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("segments-who")}</th>
            {ofMembers && <th scope="col">{t("segments-status")}</th>}
            {ofMembers && <th scope="col">{t("segments-watched")}</th>}
            <th scope="col">
              <span class="hidden">{t("segments-why")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const shown = idOf(explained) === idOf(item);
            const name = [item.person.first_name, item.person.last_name].filter(Boolean).join(" ");
            return (
              <tr key={idOf(item)}>
                <td>
                  {name || item.person.email || "–"}
                  {name && <div class="muted small">{item.person.email}</div>}
                </td>
                {item.member && (
                  <td>
                    <StatusPill status={item.member.status} />
                  </td>
                )}
                {item.member && (
                  <td>{duration(item.member.watched_s.live + item.member.watched_s.on_demand)}</td>
                )}
                <td data-cell="action">
                  <Button
                    small
                    kind="quiet"
                    aria-pressed={shown}
                    aria-label={t("segments-why_of", { name: item.person.email ?? "–" })}
                    onClick={() => onExplain(shown ? null : item)}
                  >
                    {t("segments-why")}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
