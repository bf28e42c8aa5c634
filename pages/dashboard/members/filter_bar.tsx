import { useEffect, useRef, useState } from "preact/hooks";
import type { Status, StatusCounts } from "../api/types.ts";
import { count } from "../format/numbers.ts";
import { STATUS_LABEL } from "../format/words.ts";
import { Icon } from "../ui/icon.tsx";
import { FURTHEST_FIRST } from "../widgets/program_total.ts";
import type { Filters } from "./filters.ts";

const PAUSE_MS = 250;

interface Props {
  filters: Filters;
  counts: StatusCounts;
  onFilters: (filters: Filters) => void;
}

/** Search by name or email, and statuses to choose from with how many are in each. */
export function FilterBar({ filters, counts, onFilters }: Props) {
  const [text, setText] = useState(filters.q);
  const latest = useRef(filters);
  latest.current = filters;

  useEffect(() => {
    if (text.trim() === latest.current.q) return;
    const timer = setTimeout(() => onFilters({ ...latest.current, q: text.trim() }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  function toggle(status: Status): void {
    const on = filters.statuses.includes(status);
    const statuses = on ? filters.statuses.filter((each) => each !== status) : [...filters.statuses, status];
    onFilters({ ...filters, statuses });
  }

  const shown = FURTHEST_FIRST.filter((status) => counts[status] > 0 || filters.statuses.includes(status));
  return (
    <search class="filters" aria-label="Members">
      <label class="search">
        <Icon name="search" />
        <span class="hidden">Search by name or email</span>
        <input
          type="search"
          class="input"
          placeholder="Name or email"
          value={text}
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <fieldset class="chips" aria-label="Statuses">
        {shown.map((status) => (
          <button
            key={status}
            type="button"
            class="chip"
            aria-pressed={filters.statuses.includes(status)}
            onClick={() => toggle(status)}
          >
            <span class={`swatch fill-${status}`} aria-hidden="true" />
            {STATUS_LABEL[status]}
            <span class="chip-count">{count(counts[status])}</span>
          </button>
        ))}
      </fieldset>
    </search>
  );
}
