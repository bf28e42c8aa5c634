import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Asset, Rundown, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { now } from "../../ui/clock.ts";
import { Empty } from "../../ui/empty.tsx";
import { TextField } from "../../ui/field.tsx";
import { Note } from "../../ui/note.tsx";
import { Problem } from "../../ui/problem.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { When } from "../../ui/when.tsx";
import { may } from "../signin/session.ts";
import { rundowns } from "./api.ts";
import { Conflict } from "./conflict.tsx";
import { dropDraft, keepDraft, type Plan, planOf, readDraft } from "./drafts.ts";
import { faults, onTop, type Planned, programmeEnd, same, wire, withItem } from "./editing.ts";
import { FaultList, type NamedFault } from "./fault_list.tsx";
import { begin, changed, type History, redone, settled, undone } from "./history.ts";
import { Inspector } from "./inspector.tsx";
import { ItemDialog } from "./item_dialog.tsx";
import { PreflightList } from "./preflight_list.tsx";
import { PreviewAt } from "./preview.tsx";
import css from "./rundown.module.css";
import { Timeline } from "./timeline.tsx";
import { momentOf, nameOf, spokenItem } from "./words.ts";

interface Props {
  webinar: Webinar;
  saved: Rundown;
  assets: readonly Asset[];
  onSaved: (rundown: Rundown) => void;
}

const QUIET_MS = 500;
const LARGEST_PX = 40_000;
const LARGEST_SCALE = 100;
const ZOOM = 1.6;

/** The editor: a draft over the saved rundown, until it is saved or discarded. */
export function RundownEditor({ webinar, saved, assets, onSaved }: Props) {
  const first = useMemo(() => readDraft(webinar.id), [webinar.id]);
  const [base, setBase] = useState({
    version: first?.version ?? saved.version,
    items: first?.base ?? planOf(saved).items,
    buffer_s: saved.buffer_s,
  });
  const [history, setHistory] = useState<History>(() => begin(first ?? planOf(saved)));
  const [restored_at, setRestored] = useState(first?.changed_at ?? null);
  const [selected, setSelected] = useState<string | null>(null);
  const [opened, setOpened] = useState<Planned | "new" | null>(null);
  const [at_ms, setAt] = useState(0);
  const [refused, setRefused] = useState<readonly NamedFault[]>([]);
  const [heard, setHeard] = useState<Planned | null>(null);
  const undo = useRef<HTMLDivElement>(null);
  const { items, buffer_s } = history.now;
  const { floor_ms, over } = momentOf(webinar, now.value);
  const readOnly = !may("write") || over || webinar.live_url !== null;
  const dirty = !isSaved(history.now, base);
  const stale = saved.version !== base.version;
  const item = items.find(({ id }) => id === selected) ?? null;
  const wrong = [...faults(items), ...refused];
  const preflight = useResource(`${webinar.id} ${saved.version}`, (signal) =>
    rundowns.preflight(webinar.id, signal),
  );
  const { area, scale, zoom, mayZoomIn } = useScale(programmeEnd(items));
  const spoken = useQuiet(heard);

  useEffect(() => {
    if (!dirty) dropDraft(webinar.id);
    else {
      const { version, items: of_base } = base;
      keepDraft(webinar.id, { ...history.now, version, base: of_base, changed_at: Date.now() });
    }
  }, [history.now, base, dirty, webinar.id]);
  useEffect(() => {
    // Somebody saved, or a host took over: without changes of one's own the new version is shown at once.
    if (stale && !dirty) reset(saved);
  }, [stale, dirty, saved]);
  useLeaveWarning(dirty);

  function reset(rundown: Rundown): void {
    const plan = planOf(rundown);
    setBase({ version: rundown.version, ...plan });
    setHistory(begin(plan));
    setRestored(null);
    setRefused([]);
  }

  function change(plan: Plan, label: string | null): void {
    setRefused([]);
    setHistory((before) => changed(before, plan, label));
  }

  function put(changedItem: Planned, label: string | null): void {
    if (readOnly) return;
    setHeard(changedItem);
    change({ buffer_s, items: withItem(items, changedItem) }, label);
  }

  function remove(removed: Planned): void {
    if (readOnly) return;
    change({ buffer_s, items: items.filter(({ id }) => id !== removed.id) }, null);
    setSelected(null);
    toast(t("rundown-removed", { name: nameOf(removed) }));
    undo.current?.querySelector("button")?.focus();
  }

  const save = useAction(async () => {
    setRefused([]);
    try {
      const made = await rundowns.save(webinar.id, {
        version: base.version,
        buffer_s,
        items: items.map(wire),
      });
      reset(made);
      dropDraft(webinar.id);
      onSaved(made);
      preflight.reload();
      toast(t("rundown-saved"));
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      if (thrown.code === "rundown_changed") onSaved(await rundowns.read(webinar.id));
      else {
        setRefused(refusedItems(thrown, items));
        throw thrown;
      }
    }
  });

  const add = !readOnly && (
    <Button kind="primary" icon="add" onClick={() => setOpened("new")}>
      {t("rundown-add")}
    </Button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of undo work anywhere in the editor
    <div
      class={css.editor}
      onKeyDown={(event) => {
        const key = event.key.toLowerCase();
        if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
        if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
        event.preventDefault();
        setHistory(key === "y" || event.shiftKey ? redone : undone);
      }}
    >
      <div class={css.toolbar}>
        {add}
        <div ref={undo} class="actions">
          <Button disabled={history.past.length === 0} onClick={() => setHistory(undone)}>
            {t("rundown-undo")}
          </Button>
          <Button disabled={history.future.length === 0} onClick={() => setHistory(redone)}>
            {t("rundown-redo")}
          </Button>
        </div>
        <div class="actions">
          <Button aria-label={t("rundown-zoom_out")} onClick={() => zoom(1 / ZOOM)}>
            −
          </Button>
          <Button aria-label={t("rundown-zoom_in")} disabled={!mayZoomIn} onClick={() => zoom(ZOOM)}>
            +
          </Button>
          <Button onClick={() => zoom(null)}>{t("rundown-zoom_fit")}</Button>
        </div>
        <span class="grow" />
        <span class="muted small" role="status" data-testid="rundown-state">
          {over
            ? t("rundown-over")
            : dirty
              ? t("rundown-draft")
              : t("rundown-state", { version: base.version })}
        </span>
        {!readOnly && (
          <div class="actions">
            <Button kind="quiet" disabled={!dirty} onClick={() => reset(saved)}>
              {t("rundown-discard")}
            </Button>
            <Button
              kind="primary"
              busy={save.busy}
              disabled={!dirty || stale || faults(items).length > 0}
              onClick={() => save.run()}
            >
              {t("rundown-save")}
            </Button>
          </div>
        )}
      </div>
      {restored_at !== null && dirty && !stale && (
        <Note tone="warn" role="status" testId="draft-restored">
          {t("rundown-restored")} <When at={new Date(restored_at).toISOString()} />
        </Note>
      )}
      {stale && dirty && (
        <Conflict
          before={base.items}
          after={planOf(saved).items}
          by={saved.saved_by}
          at={saved.saved_at}
          onTop={() => {
            const theirs = planOf(saved);
            const mine = { buffer_s, items: onTop(base.items, items, theirs.items) };
            setBase({ version: saved.version, ...theirs });
            change(mine, null);
          }}
          onDiscard={() => reset(saved)}
        />
      )}
      <ProblemNote problem={save.problem} />
      <FaultList faults={wrong} items={items} onSelect={setSelected} />
      {floor_ms > 0 && !over && (
        <Note tone="warn" role="status" code="running">
          {t("rundown-running")}
        </Note>
      )}
      <div ref={area} class={`${cardCss.card} ${css.board}`}>
        {items.length === 0 ? (
          <Empty icon="play" title={t("rundown-empty")}>
            {t("rundown-empty_text")}
          </Empty>
        ) : (
          <Timeline
            items={items}
            scale={scale}
            at_ms={at_ms}
            floor_ms={floor_ms}
            selected={selected}
            faulty={new Set(wrong.map(({ id }) => id))}
            readOnly={readOnly}
            onSelect={setSelected}
            onOpen={setOpened}
            onChange={put}
            onSettled={() => setHistory(settled)}
            onCancel={() => setHistory(undone)}
            onRemove={remove}
            onAt={setAt}
          />
        )}
      </div>
      <p class="hidden" role="status" data-testid="rundown-said">
        {spoken ? spokenItem(spoken) : ""}
      </p>
      {item && (
        <Inspector
          items={items}
          item={item}
          floor_ms={floor_ms}
          readOnly={readOnly}
          onOpen={setOpened}
          onChange={put}
          onRemove={remove}
        />
      )}
      <div class={css.columns}>
        <PreviewAt items={items} assets={assets} at_ms={at_ms} onAt={setAt} />
        <div class={css.side}>
          {preflight.data && (
            <PreflightList
              preflight={preflight.data}
              items={items}
              isEmpty={saved.items.length === 0}
              onSelect={setSelected}
            />
          )}
          {!readOnly && (
            <Buffer value={buffer_s} onValue={(seconds) => change({ items, buffer_s: seconds }, "buffer")} />
          )}
        </div>
      </div>
      {opened && (
        <ItemDialog
          item={opened === "new" ? null : opened}
          items={items}
          assets={assets}
          at_ms={at_ms}
          floor_ms={floor_ms}
          readOnly={readOnly || (opened !== "new" && opened.kind === "take_over")}
          onClose={() => setOpened(null)}
          onSave={(made) => {
            put(made, null);
            setSelected(made.id);
            setOpened(null);
          }}
        />
      )}
    </div>
  );
}

function Buffer({ value, onValue }: { value: number; onValue: (seconds: number) => void }) {
  return (
    <TextField
      label={t("rundown-buffer")}
      hint={t("rundown-buffer_hint")}
      inputMode="numeric"
      value={String(value)}
      onValue={(text) => {
        const seconds = Number(text);
        if (text.trim() !== "" && Number.isInteger(seconds) && seconds >= 0 && seconds <= 600)
          onValue(seconds);
      }}
    />
  );
}

function isSaved(plan: Plan, base: Plan): boolean {
  if (plan.buffer_s !== base.buffer_s || plan.items.length !== base.items.length) return false;
  const saved = new Map(base.items.map((each) => [each.id, each]));
  return plan.items.every((each) => {
    const was = saved.get(each.id);
    return was !== undefined && same(was, each);
  });
}

/** The items that the server refused, from the pointers of its problem. */
function refusedItems({ fields }: Problem, items: readonly Planned[]): NamedFault[] {
  return Object.entries(fields).flatMap(([field, message]) => {
    const [, place] = /^items\.(\d+)/.exec(field) ?? [];
    const id = place === undefined ? undefined : items[Number(place)]?.id;
    return id === undefined ? [] : [{ id, message }];
  });
}

/** Pixels of a second: as much as fits, until somebody zooms. */
function useScale(end_ms: number) {
  const area = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  const [factor, setFactor] = useState<number | null>(null);
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const watching = new ResizeObserver(() => setWidth(element.clientWidth));
    watching.observe(element);
    return () => watching.disconnect();
  }, []);
  const length_s = Math.max(60, (end_ms * 1.1) / 1000);
  const fit = Math.max(1, width - 32) / length_s;
  const largest = Math.max(fit, Math.min(LARGEST_SCALE, LARGEST_PX / length_s));
  const scale = Math.min(largest, fit * (factor ?? 1));
  return {
    area,
    scale,
    mayZoomIn: scale < largest,
    zoom: (by: number | null) => setFactor(by === null ? null : Math.max(0.25, (scale / fit) * by)),
  };
}

/** A value once it has not changed for a moment: what is said aloud is the outcome, not each step. */
function useQuiet<T>(value: T): T {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}

/** Warns before the window is closed; on the way to another page of the dashboard it says that the draft is kept. */
function useLeaveWarning(dirty: boolean): void {
  const latest = useRef(dirty);
  latest.current = dirty;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (latest.current) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => {
      removeEventListener("beforeunload", warn);
      if (latest.current) toast(t("rundown-draft_kept"));
    };
  }, []);
}
