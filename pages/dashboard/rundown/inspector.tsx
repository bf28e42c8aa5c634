import type { TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { endMoved, endOf, MIN_ITEM_MS, type Planned, startMoved, stretchOf } from "./editing.ts";
import css from "./rundown.module.css";
import { spokenTime, timeText } from "./times.ts";
import { nameOf, spanText } from "./words.ts";

interface Props {
  items: readonly Planned[];
  item: Planned;
  floor_ms: number;
  readOnly: boolean;
  onOpen: (item: Planned) => void;
  onChange: (item: Planned, label: string) => void;
  onRemove: (item: Planned) => void;
}

const STEP_MS = 1000;
/** Sliders of overlays reach that far beyond the item, where no neighbour bounds them. */
const AROUND_MS = 10 * 60 * 1000;

/** The item that is selected: its edges as sliders, its form, its end. */
export function Inspector({ items, item, floor_ms, readOnly, onOpen, onChange, onRemove }: Props) {
  const name = nameOf(item);
  const free = stretchOf(items, item, floor_ms);
  const aired = floor_ms > 0 && item.start_ms < floor_ms;
  const fixed = readOnly || item.kind === "take_over" || item.duration_ms === undefined;
  const end_ms = endOf(item);
  const start_max = end_ms - MIN_ITEM_MS;
  const end_min = Math.max(item.start_ms + MIN_ITEM_MS, aired ? floor_ms : 0);
  return (
    <section class={css.inspector} aria-label={t("rundown-selected", { name })} data-testid="inspector">
      <p>
        <strong>{name}</strong>{" "}
        <span class="muted small">
          {t(`rundown-kind-${item.kind}`)} · {spanText(item)}
        </span>
      </p>
      {!fixed && (
        <div class={css.edges}>
          <Edge
            label={t("rundown-edge_start", { name })}
            value={item.start_ms}
            min={Math.max(free.from_ms, item.start_ms - AROUND_MS)}
            max={start_max}
            disabled={aired}
            onValue={(ms) => onChange(startMoved(items, item, ms, floor_ms), `start ${item.id}`)}
          />
          <Edge
            label={t("rundown-edge_end", { name })}
            value={end_ms}
            min={end_min}
            max={Math.min(free.to_ms, end_ms + AROUND_MS)}
            onValue={(ms) => onChange(endMoved(items, item, ms, aired ? floor_ms : 0), `end ${item.id}`)}
          />
        </div>
      )}
      <div class="actions" data-start>
        <Button small onClick={() => onOpen(item)}>
          {fixed ? t("rundown-show") : t("rundown-edit")}
        </Button>
        {!fixed && !aired && (
          <Button small kind="quiet" icon="trash" onClick={() => onRemove(item)}>
            {t("rundown-remove")}
          </Button>
        )}
      </div>
    </section>
  );
}

interface EdgeProps {
  label: string;
  value: number;
  min: number;
  max: number;
  disabled?: boolean;
  onValue: (ms: number) => void;
}

/** One edge as a slider; Esc takes back what was changed since it has the focus. */
function Edge({ label, value, min, max, disabled = false, onValue }: EdgeProps) {
  const before = useRef(value);
  function key(event: TargetedKeyboardEvent<HTMLInputElement>): void {
    const by_ms = stepOf(event);
    if (event.key === "Home") onValue(min);
    else if (event.key === "End") onValue(max);
    else if (event.key === "Escape" && value !== before.current) onValue(before.current);
    else if (by_ms !== 0) onValue(value + by_ms);
    else return;
    event.preventDefault();
  }
  return (
    <label>
      <span class="small">{label}</span>
      <input
        type="range"
        min={min}
        max={Math.max(min, max)}
        step={100}
        value={value}
        disabled={disabled}
        aria-label={label}
        aria-valuetext={spokenTime(value)}
        onFocus={() => {
          before.current = value;
        }}
        onInput={(event) => onValue(event.currentTarget.valueAsNumber)}
        onKeyDown={key}
      />
      <output class="small">{timeText(value)}</output>
    </label>
  );
}

function stepOf({ key, shiftKey }: KeyboardEvent): number {
  const by_ms = shiftKey ? 10 * STEP_MS : STEP_MS;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return -by_ms;
    case "ArrowRight":
    case "ArrowUp":
      return by_ms;
    case "PageDown":
      return -60 * STEP_MS;
    case "PageUp":
      return 60 * STEP_MS;
    default:
      return 0;
  }
}
