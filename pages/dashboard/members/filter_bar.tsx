import { useEffect, useRef, useState } from "preact/hooks";
import type { Status } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import chipsCss from "../../ui/chips.module.css";
import fieldCss from "../../ui/field.module.css";
import { count } from "../../ui/format/numbers.ts";
import { Icon } from "../../ui/icon.tsx";
import { Swatch } from "../widgets/swatch.tsx";

import { LEVELS, type Level, levelName } from "./engagement.ts";
import css from "./filter_bar.module.css";
import type { Filters } from "./filters.ts";
import { countOf, FURTHEST_FIRST, type StatusCounts } from "./statuses.ts";

const PAUSE_MS = 250;

interface Props {
  filters: Filters;
  counts: StatusCounts;
  /** Members per level of engagement; null before the numbers are there. */
  levels: Readonly<Record<Level, number>> | null;
  onFilters: (filters: Filters) => void;
}

/** Search by name or email, and statuses to choose from with how many are in each. */
export function FilterBar({ filters, counts, levels, onFilters }: Props) {
  const [text, setText] = useState(filters.q);
  const latest = useRef(filters);
  latest.current = filters;

  const sent = useRef(filters.q);

  useEffect(() => {
    if (text.trim() === latest.current.q) return;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      onFilters({ ...latest.current, q: sent.current });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  // Somebody went back: the field says what is searched for. What was sent from here is behind what is typed by now.
  useEffect(() => {
    if (filters.q === sent.current) return;
    sent.current = filters.q;
    setText(filters.q);
  }, [filters.q]);

  function toggle(status: Status): void {
    const on = filters.statuses.includes(status);
    const statuses = on ? filters.statuses.filter((each) => each !== status) : [...filters.statuses, status];
    onFilters({ ...filters, statuses });
  }

  function toggleLevel(level: Level): void {
    const on = filters.levels.includes(level);
    const next = on ? filters.levels.filter((each) => each !== level) : [...filters.levels, level];
    onFilters({ ...filters, levels: next });
  }

  const shownLevels = LEVELS.filter((level) => (levels?.[level] ?? 0) > 0 || filters.levels.includes(level));
  const shown = FURTHEST_FIRST.filter(
    (status) => countOf(counts, status) > 0 || filters.statuses.includes(status),
  );
  return (
    <search class={css.filters} aria-label={t("members-list-title")}>
      <label class={css.search}>
        <Icon name="search" />
        <span class="hidden">{t("members-list-search")}</span>
        <input
          type="search"
          class={fieldCss.input}
          placeholder={t("members-list-search_hint")}
          value={text}
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <fieldset class={chipsCss.chips} aria-label={t("members-list-statuses")}>
        {shown.map((status) => (
          <button
            key={status}
            type="button"
            class={chipsCss.chip}
            aria-pressed={filters.statuses.includes(status)}
            onClick={() => toggle(status)}
          >
            <Swatch fill={status} />
            {statusName(status)}
            <span class={chipsCss.count}>{count(countOf(counts, status))}</span>
          </button>
        ))}
      </fieldset>
      {shownLevels.length > 0 && (
        <fieldset class={chipsCss.chips} aria-label={t("members-engagement")}>
          {shownLevels.map((level) => (
            <button
              key={level}
              type="button"
              class={chipsCss.chip}
              aria-pressed={filters.levels.includes(level)}
              onClick={() => toggleLevel(level)}
            >
              {t("members-engagement-chip", { level: levelName(level) })}
              {levels && <span class={chipsCss.count}>{count(levels[level])}</span>}
            </button>
          ))}
        </fieldset>
      )}
    </search>
  );
}
