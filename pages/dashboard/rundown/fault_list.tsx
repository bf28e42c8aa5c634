import { t } from "../../i18n/texts.ts";
import type { Fault, Planned } from "./editing.ts";
import css from "./rundown.module.css";
import { nameOf } from "./words.ts";

/** What the server said about an item. */
export interface NamedFault {
  id: string;
  message: string;
}

interface Props {
  faults: readonly (Fault | NamedFault)[];
  items: readonly Planned[];
  onSelect: (id: string) => void;
}

/** What has to be mended before the plan can be saved, with the way to each item. */
export function FaultList({ faults, items, onSelect }: Props) {
  if (faults.length === 0) return null;
  return (
    <ul class={css.faults} role="status" aria-label={t("rundown-faults")} data-testid="faults">
      {faults.map((fault, n) => {
        const item = items.find(({ id }) => id === fault.id);
        return (
          // One item may have several faults.
          <li key={`${fault.id} ${n}`}>
            {item && (
              <button type="button" class={css.link} onClick={() => onSelect(item.id)}>
                {nameOf(item)}
              </button>
            )}{" "}
            {"message" in fault ? fault.message : t(`rundown-fault-${fault.code}`)}
          </li>
        );
      })}
    </ul>
  );
}
