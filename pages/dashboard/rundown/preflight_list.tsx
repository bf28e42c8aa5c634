import type { Preflight } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Pill } from "../../ui/pill.tsx";
import type { Planned } from "./editing.ts";
import css from "./rundown.module.css";
import { nameOf } from "./words.ts";

interface Props {
  preflight: Preflight;
  items: readonly Planned[];
  /** The saved rundown has no items: there is nothing to check. */
  isEmpty: boolean;
  onSelect: (id: string) => void;
}

/** What would go wrong if the saved rundown began now. */
export function PreflightList({ preflight: { problems }, items, isEmpty, onSelect }: Props) {
  return (
    <section class={css.preflight} aria-label={t("rundown-preflight")} data-testid="preflight">
      <h2>{t("rundown-preflight")}</h2>
      {problems.length === 0 ? (
        <p class="muted">{t(isEmpty ? "rundown-preflight_nothing" : "rundown-preflight_ok")}</p>
      ) : (
        <ul>
          {problems.map(({ code, severity, item_id }, n) => {
            const item = items.find(({ id }) => id === item_id);
            return (
              // The same code may come for several items, and without an item.
              <li key={`${code} ${item_id ?? n}`} data-code={code}>
                <Pill tone={severity === "error" ? "danger" : "warn"}>
                  {t(`rundown-severity-${severity}`)}
                </Pill>{" "}
                {t(`rundown-problem-${code}`)}{" "}
                {item && (
                  <button type="button" class={css.link} onClick={() => onSelect(item.id)}>
                    {nameOf(item)}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
