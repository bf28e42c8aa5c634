import type { TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useRef } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import {
  byStart,
  endMoved,
  endOf,
  isOnStage,
  moved,
  type Planned,
  programmeEnd,
  snapped,
  startMoved,
} from "./editing.ts";
import css from "./timeline.module.css";
import { timeText } from "./times.ts";
import { nameOf, spanText, spokenItem } from "./words.ts";

interface Props {
  items: readonly Planned[];
  /** Pixels of one second. */
  scale: number;
  at_ms: number;
  floor_ms: number;
  selected: string | null;
  faulty: ReadonlySet<string>;
  readOnly: boolean;
  onSelect: (id: string) => void;
  onOpen: (item: Planned) => void;
  /** `label`: changes with the same one are one step of undo. */
  onChange: (item: Planned, label: string) => void;
  /** A drag is over: the next change is another step. */
  onSettled: () => void;
  /** A drag is taken back. */
  onCancel: () => void;
  onRemove: (item: Planned) => void;
  onAt: (ms: number) => void;
}

const STEPS_S = [1, 5, 10, 30, 60, 300, 600, 1800, 3600];
const LEAST_TICK_PX = 80;
const SNAP_PX = 8;
/** What moves less is a click. */
const DRAG_PX = 4;
const EDGE_PX = 8;
/** Where nothing is near, a drag ends at a tenth of a second. */
const GRID_MS = 100;
const SECOND_MS = 1000;
const KEYS_MS: Record<string, number> = {
  ArrowLeft: -SECOND_MS,
  ArrowRight: SECOND_MS,
  PageUp: -60 * SECOND_MS,
  PageDown: 60 * SECOND_MS,
};

type Grip = "start" | "end" | "whole";

interface Drag {
  item: Planned;
  grip: Grip;
  from_px: number;
  begun: boolean;
}

/** The two tracks on one scale of time; every item is a button that is dragged, or moved by keys. */
export function Timeline(props: Props) {
  const { items, scale, at_ms, onAt } = props;
  const end_ms = Math.max(60 * SECOND_MS, programmeEnd(items) * 1.1, at_ms);
  const width = (end_ms / SECOND_MS) * scale;
  const stage = byStart(items.filter(isOnStage));
  const overlays = byStart(items.filter((each) => !isOnStage(each)));
  const lanes = lanesOf(overlays);
  const list = useRef<HTMLDivElement>(null);
  const stop = items.some(({ id }) => id === props.selected)
    ? (props.selected ?? undefined)
    : byStart(items)[0]?.id;

  function focusNext(item: Planned, by: number): void {
    const order = byStart(items);
    const next = order[order.findIndex(({ id }) => id === item.id) + by];
    if (next) list.current?.querySelector<HTMLElement>(`[data-item="${next.id}"]`)?.focus();
  }

  return (
    <div class={css.scroll}>
      <div ref={list} class={css.tracks} style={{ width: `${width}px` }}>
        <div
          class={css.ruler}
          aria-hidden="true"
          onPointerDown={(event) => onAt(Math.max(0, Math.round((event.offsetX / scale) * SECOND_MS)))}
        >
          {ticks(end_ms, scale).map((ms) => (
            <span key={ms} class={css.tick} style={{ left: `${(ms / SECOND_MS) * scale}px` }}>
              {timeText(ms)}
            </span>
          ))}
        </div>
        <Track
          {...props}
          label={t("rundown-stage")}
          items={stage}
          all={items}
          focusNext={focusNext}
          stop={stop}
        />
        <Track
          {...props}
          label={t("rundown-overlays")}
          items={overlays}
          all={items}
          lanes={lanes}
          focusNext={focusNext}
          stop={stop}
        />
        <div class={css.head} aria-hidden="true" style={{ left: `${(at_ms / SECOND_MS) * scale}px` }} />
      </div>
    </div>
  );
}

interface TrackProps extends Props {
  label: string;
  /** Of both tracks. */
  all: readonly Planned[];
  lanes?: ReadonlyMap<string, number>;
  focusNext: (item: Planned, by: number) => void;
  /** The item that Tab leads to; the arrows lead from there to the others. */
  stop: string | undefined;
}

function Track({ label, items, lanes, ...props }: TrackProps) {
  const rows = 1 + Math.max(0, ...(lanes?.values() ?? []));
  return (
    <ul class={css.track} aria-label={label} style={{ height: `${rows * 44}px` }}>
      {items.map((item) => (
        <Block key={item.id} {...props} items={props.all} item={item} lane={lanes?.get(item.id) ?? 0} />
      ))}
    </ul>
  );
}

type BlockProps = Omit<TrackProps, "label" | "lanes"> & { item: Planned; lane: number };

function Block({ item, lane, ...props }: BlockProps) {
  const { items, scale, at_ms, floor_ms, selected, faulty, readOnly } = props;
  const drag = useRef<Drag | null>(null);
  const dragged = useRef(false);
  const left = (item.start_ms / SECOND_MS) * scale;
  const width = ((endOf(item) - item.start_ms) / SECOND_MS) * scale;
  const fixed = readOnly || item.kind === "take_over";
  const aired = item.start_ms < floor_ms && floor_ms > 0;

  function gripAt(event: PointerEvent): Grip {
    const { left: from, right } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (right - event.clientX <= EDGE_PX) return "end";
    return !aired && event.clientX - from <= EDGE_PX && right - from > 3 * EDGE_PX ? "start" : "whole";
  }

  function press(event: TargetedPointerEvent<HTMLButtonElement>): void {
    dragged.current = false;
    const grip = gripAt(event);
    if (fixed || event.button !== 0 || (aired && grip === "whole")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { item, grip, from_px: event.clientX, begun: false };
  }

  function move(event: TargetedPointerEvent<HTMLButtonElement>): void {
    const held = drag.current;
    if (!held) return;
    const by_px = event.clientX - held.from_px;
    if (!held.begun && Math.abs(by_px) < DRAG_PX) return;
    held.begun = true;
    dragged.current = true;
    const within_ms = event.altKey ? 0 : (SNAP_PX / scale) * SECOND_MS;
    props.onChange(dragTo(held, Math.round((by_px / scale) * SECOND_MS), within_ms), `drag ${item.id}`);
  }

  function dragTo({ item: was, grip }: Drag, by_ms: number, within_ms: number): Planned {
    const snap = (ms: number) => {
      const to_ms = snapped(items, was, ms, within_ms, [at_ms]);
      return to_ms === ms ? Math.round(ms / GRID_MS) * GRID_MS : to_ms;
    };
    if (grip === "start") return startMoved(items, was, snap(was.start_ms + by_ms), floor_ms);
    if (grip === "end") return endMoved(items, was, snap(endOf(was) + by_ms), aired ? floor_ms : 0);
    const start_ms = was.start_ms + by_ms;
    const length_ms = was.duration_ms ?? 0;
    const by_end_ms = snapped(items, was, start_ms + length_ms, within_ms, [at_ms]) - length_ms;
    return moved(items, was, by_end_ms === start_ms ? snap(start_ms) : by_end_ms, floor_ms);
  }

  function release(): void {
    if (drag.current?.begun) props.onSettled();
    drag.current = null;
  }

  function key(event: TargetedKeyboardEvent<HTMLButtonElement>): void {
    if (event.key === "Escape" && drag.current?.begun) {
      drag.current = null;
      props.onCancel();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      props.focusNext(item, event.key === "ArrowUp" ? -1 : 1);
    } else if (fixed) {
      return;
    } else if ((event.key === "Delete" || event.key === "Backspace") && !aired) {
      props.onRemove(item);
    } else if (!aired && (KEYS_MS[event.key] !== undefined || event.key === "Home" || event.key === "End")) {
      props.onChange(moved(items, item, keyTarget(event), floor_ms), `${event.key} ${item.id}`);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Home and End lead to the neighbours: the end of the one before, the start of the one after. */
  function keyTarget(event: KeyboardEvent): number {
    const others = items.filter((each) => each.id !== item.id && isOnStage(each) === isOnStage(item));
    if (event.key === "Home")
      return Math.max(0, ...others.map(endOf).filter((ms) => ms <= item.start_ms && ms !== item.start_ms));
    if (event.key === "End") {
      const end_ms = endOf(item);
      const starts = others.map(({ start_ms }) => start_ms).filter((ms) => ms > end_ms);
      return starts.length === 0 ? item.start_ms : Math.min(...starts) - (item.duration_ms ?? 0);
    }
    return item.start_ms + (KEYS_MS[event.key] ?? 0) * (event.shiftKey ? 10 : 1);
  }

  return (
    <li style={{ left: `${left}px`, width: `${Math.max(24, width)}px`, top: `${lane * 44 + 4}px` }}>
      <button
        type="button"
        class={css.item}
        tabIndex={props.stop === item.id ? 0 : -1}
        data-item={item.id}
        data-kind={item.kind}
        data-selected={selected === item.id || undefined}
        data-faulty={faulty.has(item.id) || undefined}
        data-fixed={fixed || aired || undefined}
        title={`${nameOf(item)} · ${spanText(item)}`}
        aria-label={spokenItem(item)}
        onFocus={() => props.onSelect(item.id)}
        onClick={() => {
          props.onSelect(item.id);
          if (!dragged.current) props.onOpen(item);
        }}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={key}
      >
        {nameOf(item)}
      </button>
    </li>
  );
}

/** The row of each overlay, so that those that are open together lie below each other. */
function lanesOf(overlays: readonly Planned[]): ReadonlyMap<string, number> {
  const ends: number[] = [];
  const lanes = new Map<string, number>();
  for (const item of overlays) {
    const free = ends.findIndex((end_ms) => end_ms <= item.start_ms);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = endOf(item);
    lanes.set(item.id, lane);
  }
  return lanes;
}

function ticks(end_ms: number, scale: number): number[] {
  const step_ms = SECOND_MS * (STEPS_S.find((each) => each * scale >= LEAST_TICK_PX) ?? 3600);
  return Array.from({ length: Math.floor(end_ms / step_ms) + 1 }, (_, n) => n * step_ms);
}
