import { useState } from "preact/hooks";
import type { Asset, ItemKind, Results } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Note } from "../../ui/note.tsx";
import { freeStart, isOnStage, type Planned, usualLength } from "./editing.ts";
import {
  type Fields,
  fieldsOf,
  fitting,
  hasQuestions,
  itemOf,
  needsAsset,
  newFields,
  type Wrong,
} from "./item_fields.ts";
import { QuestionsFields } from "./questions_fields.tsx";
import { parseTime, timeText } from "./times.ts";

interface Props {
  /** The item that is changed; null for a new one. */
  item: Planned | null;
  items: readonly Planned[];
  assets: readonly Asset[];
  /** Where a new item is wanted. */
  at_ms: number;
  floor_ms: number;
  /** Nothing can be changed. */
  readOnly: boolean;
  onSave: (item: Planned) => void;
  onClose: () => void;
}

const KINDS: readonly ItemKind[] = [
  "video",
  "audio",
  "image",
  "slides",
  "call_to_action",
  "poll",
  "survey",
  "handout",
  "announcement",
];
const RESULTS: readonly Results[] = ["never", "after_answering", "after_closing", "always"];

/** The form of an item: every property typed, nothing dragged. */
export function ItemDialog({ item, items, assets, at_ms, floor_ms, readOnly, onSave, onClose }: Props) {
  const [fields, setFields] = useState<Fields>(() => (item ? fieldsOf(item) : begun("video")));
  const [wrong, setWrong] = useState<Wrong>({});
  const set = (news: Partial<Fields>) => setFields({ ...fields, ...news });
  const files = fitting(fields.kind, assets);
  const aired = item !== null && floor_ms > 0 && item.start_ms < floor_ms;
  const error = (name: string) => {
    const what = wrong[name];
    return what && t(`rundown-wrong-${what}`);
  };

  function begun(kind: ItemKind, id?: string): Fields {
    const made = newFields(kind, 0);
    const length_ms = parseTime(made.length) ?? 0;
    const end_ms = Math.max(
      0,
      ...items.filter(isOnStage).map((each) => each.start_ms + (each.duration_ms ?? 0)),
    );
    const wanted_ms = isOnStage({ kind }) ? end_ms : at_ms;
    const start_ms = freeStart(items, { id: made.id, kind, duration_ms: length_ms }, wanted_ms, floor_ms);
    return { ...made, ...(id && { id }), start: timeText(start_ms) };
  }

  function choose(asset: string): void {
    const found = assets.find(({ id }) => id === asset);
    const news: Partial<Fields> = { asset };
    if (found && fields.kind !== "handout") news.length = timeText(usualLength(fields.kind, found));
    if (found && fields.title === "") news.title = found.name.replace(/\.[a-z0-9]{2,4}$/i, "");
    set(news);
  }

  function submit(event: Event): void {
    event.preventDefault();
    const made = itemOf(fields, item, assets);
    setWrong(made.wrong);
    if (Object.keys(made.wrong).length === 0) onSave(made.item);
  }

  const onStage = isOnStage(fields);
  return (
    <Dialog
      title={item ? t("rundown-edit_title") : t("rundown-add_title")}
      shape="wide"
      onClose={onClose}
      testId="rundown-item"
      footer={
        readOnly ? (
          <Button onClick={onClose}>{t("ui-close")}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t("ui-cancel")}</Button>
            <Button kind="primary" type="submit" form="rundown-item">
              {item ? t("rundown-apply") : t("rundown-add_verb")}
            </Button>
          </>
        )
      }
    >
      <form id="rundown-item" onSubmit={submit} noValidate>
        <fieldset class={formCss.form} disabled={readOnly}>
          <legend class="hidden">{t(`rundown-kind-${fields.kind}`)}</legend>
          {aired && (
            <Note tone="warn" role="status">
              {t("rundown-aired")}
            </Note>
          )}
          {!item && (
            <SelectField
              label={t("rundown-kind")}
              value={fields.kind}
              onValue={(kind) => setFields(begun(kind, fields.id))}
              options={KINDS.map((kind) => [kind, t(`rundown-kind-${kind}`)] as const)}
            />
          )}
          {needsAsset(fields.kind) && (
            <SelectField
              label={t("rundown-file")}
              value={fields.asset}
              onValue={choose}
              options={[
                ["", files.length === 0 ? t("rundown-no_file") : t("rundown-choose")] as const,
                ...files.map(({ id, name }) => [id, name] as const),
              ]}
              error={error("asset")}
            />
          )}
          <TextField
            label={t("rundown-title")}
            value={fields.title}
            maxLength={200}
            onValue={(title) => set({ title })}
          />
          <div class={formCss.row}>
            <TextField
              label={t("rundown-start")}
              hint={t("rundown-time_hint")}
              value={fields.start}
              onValue={(start) => set({ start })}
              error={error("start")}
            />
            <TextField
              label={t("rundown-length")}
              hint={t("rundown-time_hint")}
              value={fields.length}
              onValue={(length) => set({ length })}
              error={error("length")}
            />
          </div>
          {(fields.kind === "video" || fields.kind === "audio") && (
            <TextField
              label={t("rundown-from")}
              hint={t("rundown-from_hint")}
              value={fields.from}
              onValue={(from) => set({ from })}
              error={error("from")}
            />
          )}
          {fields.kind === "slides" && (
            <AreaField
              label={t("rundown-pages")}
              hint={t("rundown-pages_hint")}
              rows={3}
              value={fields.pages}
              onValue={(pages) => set({ pages })}
              error={error("pages")}
            />
          )}
          {(fields.kind === "call_to_action" || fields.kind === "announcement") && (
            <TextField
              label={t("rundown-text")}
              value={fields.text}
              maxLength={500}
              onValue={(text) => set({ text })}
              error={error("text")}
            />
          )}
          {fields.kind === "call_to_action" && (
            <>
              <div class={formCss.row}>
                <TextField
                  label={t("rundown-button")}
                  value={fields.button}
                  maxLength={60}
                  onValue={(button) => set({ button })}
                  error={error("button")}
                />
                <TextField
                  label={t("rundown-url")}
                  value={fields.url}
                  maxLength={2048}
                  placeholder="https://"
                  spellcheck={false}
                  onValue={(url) => set({ url })}
                  error={error("url")}
                />
              </div>
              <Colour value={fields.colour} onValue={(colour) => set({ colour })} />
            </>
          )}
          {hasQuestions(fields.kind) && (
            <>
              <QuestionsFields
                questions={fields.questions}
                error={error}
                onValue={(questions) => set({ questions })}
              />
              {fields.kind === "poll" && (
                <SelectField
                  label={t("rundown-results")}
                  value={fields.results}
                  onValue={(results) => set({ results })}
                  options={RESULTS.map((each) => [each, t(`rundown-results-${each}`)] as const)}
                />
              )}
              <div class={formCss.row}>
                <TextField
                  label={t("rundown-closes")}
                  hint={t("rundown-cue_hint")}
                  value={fields.closes}
                  onValue={(closes) => set({ closes })}
                  error={error("closes")}
                />
                {fields.kind === "poll" && (
                  <TextField
                    label={t("rundown-published")}
                    hint={t("rundown-cue_hint")}
                    value={fields.published}
                    onValue={(published) => set({ published })}
                    error={error("published")}
                  />
                )}
              </div>
            </>
          )}
          {!onStage && (
            <label class={formCss.check}>
              <input
                type="checkbox"
                checked={fields.in_replay}
                onChange={(event) => set({ in_replay: event.currentTarget.checked })}
              />
              <span>{t("rundown-in_replay")}</span>
            </label>
          )}
        </fieldset>
      </form>
    </Dialog>
  );
}

function Colour({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  return (
    <label class={formCss.check}>
      <input
        type="checkbox"
        checked={value !== ""}
        onChange={(event) => onValue(event.currentTarget.checked ? "#0b766c" : "")}
      />
      <span>
        {t("rundown-colour")}{" "}
        {value !== "" && (
          <input
            type="color"
            aria-label={t("rundown-colour")}
            value={value}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        )}
      </span>
    </label>
  );
}
