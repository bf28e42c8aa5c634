/** An item as the fields of its form, and back. */
import type { Asset, ItemKind, PollQuestion, PollQuestionType, Results } from "../../generated/api.ts";
import { newId, type Planned, usualLength, withLength } from "./editing.ts";
import { parseTime, timeText } from "./times.ts";

export interface QuestionFields {
  /** The server's id; empty for a new question. */
  id: string;
  type: PollQuestionType;
  text: string;
  /** One option a line. */
  options: string;
  /** As they were, so that an option keeps its id where its text is kept. */
  known: NonNullable<PollQuestion["options"]>;
  min: string;
  max: string;
  required: boolean;
}

export interface Fields {
  id: string;
  kind: ItemKind;
  title: string;
  start: string;
  length: string;
  asset: string;
  from: string;
  /** The times of single pages, one a line; empty for all alike. */
  pages: string;
  text: string;
  button: string;
  url: string;
  colour: string;
  questions: readonly QuestionFields[];
  results: Results;
  closes: string;
  published: string;
  in_replay: boolean;
}

/** The names of fields with something wrong, and the text id of what. */
export type Wrong = Partial<Record<string, "time" | "missing" | "https" | "options" | "pages">>;

const OF_ASSET: ReadonlySet<ItemKind> = new Set(["video", "audio", "image", "slides", "handout"]);
const OF_QUESTIONS: ReadonlySet<ItemKind> = new Set(["poll", "survey"]);

export function needsAsset(kind: ItemKind): boolean {
  return OF_ASSET.has(kind);
}

export function hasQuestions(kind: ItemKind): boolean {
  return OF_QUESTIONS.has(kind);
}

export function hasOptions({ type }: Pick<QuestionFields, "type">): boolean {
  return type === "single" || type === "several";
}

/** The files that an item of this kind can show. */
export function fitting(kind: ItemKind, assets: readonly Asset[]): Asset[] {
  return kind === "handout" ? [...assets] : assets.filter((each) => each.kind === kind);
}

export function emptyQuestion(): QuestionFields {
  return { id: "", type: "single", text: "", options: "", known: [], min: "", max: "", required: false };
}

/** The fields of a new item that begins at `start_ms`. */
export function newFields(kind: ItemKind, start_ms: number): Fields {
  return fieldsOf({ id: newId(), kind, start_ms, duration_ms: usualLength(kind, undefined) });
}

export function fieldsOf(item: Planned): Fields {
  return {
    id: item.id,
    kind: item.kind,
    title: item.title ?? "",
    start: timeText(item.start_ms),
    length: timeText(item.duration_ms ?? 0),
    asset: item.asset_id ?? "",
    from: item.media_from_ms ? timeText(item.media_from_ms) : "",
    pages: (item.page_ms ?? []).map(timeText).join("\n"),
    text: item.text ?? "",
    button: item.button ?? "",
    url: item.url ?? "",
    colour: item.colour ?? "",
    questions: item.questions?.map(questionFields) ?? [emptyQuestion()],
    results: item.results ?? "never",
    closes: item.closes_ms === undefined ? "" : timeText(item.closes_ms),
    published: item.published_ms === undefined ? "" : timeText(item.published_ms),
    in_replay: item.in_replay ?? false,
  };
}

function questionFields(question: PollQuestion): QuestionFields {
  const { id = "", type, text, options = [], min, max, required = false } = question;
  return {
    id,
    type,
    text,
    options: options.map((each) => each.text).join("\n"),
    known: options,
    min: min === undefined ? "" : String(min),
    max: max === undefined ? "" : String(max),
    required,
  };
}

/** The item that the fields stand for, on top of what it was; with what is wrong, it is not one to keep. */
export function itemOf(
  fields: Fields,
  before: Planned | null,
  assets: readonly Asset[],
): { item: Planned; wrong: Wrong } {
  const wrong: Wrong = {};
  const time = (name: "start" | "length" | "from" | "closes" | "published"): number | undefined => {
    if (fields[name].trim() === "" && name !== "start" && name !== "length") return undefined;
    const ms = parseTime(fields[name]);
    if (ms === null) wrong[name] = "time";
    return ms ?? 0;
  };
  const needed = (name: "text" | "button" | "url" | "asset"): string => {
    const value = fields[name].trim();
    if (value === "") wrong[name] = "missing";
    return value;
  };
  const { id, kind } = fields;
  const asset = assets.find((each) => each.id === fields.asset);
  const duration_ms = time("length") ?? 0;
  const item: Planned = {
    ...withLength(before ?? { id, kind, start_ms: 0 }, duration_ms),
    id,
    kind,
    start_ms: time("start") ?? 0,
    duration_ms,
  };
  put(item, "title", fields.title.trim() || undefined);
  if (needsAsset(kind)) {
    item.asset_id = needed("asset");
    if (asset?.duration_ms) item.asset_ms = asset.duration_ms;
    if (asset?.pages) item.pages = asset.pages;
  }
  if (kind === "video" || kind === "audio") put(item, "media_from_ms", time("from") || undefined);
  if (kind === "slides") put(item, "page_ms", pageTimes(fields, item, wrong));
  if (kind === "call_to_action" || kind === "announcement") item.text = needed("text");
  if (kind === "call_to_action") {
    item.button = needed("button");
    item.url = needed("url");
    if (!wrong.url && !(/^https:\/\//iu.test(item.url) && URL.canParse(item.url))) wrong.url = "https";
    put(item, "colour", fields.colour || undefined);
  }
  if (hasQuestions(kind)) {
    item.questions = fields.questions.map((each, n) => questionOf(each, n, wrong));
    item.results = kind === "survey" ? "never" : fields.results;
    put(item, "closes_ms", time("closes"));
    put(item, "published_ms", time("published"));
  }
  if (!["video", "audio", "image", "slides"].includes(kind)) item.in_replay = fields.in_replay;
  return { item, wrong };
}

function put<Name extends keyof Planned>(item: Planned, name: Name, value: Planned[Name] | undefined): void {
  if (value === undefined) delete item[name];
  else item[name] = value;
}

function pageTimes({ pages }: Fields, item: Planned, wrong: Wrong): number[] | undefined {
  const lines = pages.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) return undefined;
  const times = lines.map((line) => parseTime(line) ?? 0);
  const whole_ms = (item.media_from_ms ?? 0) + (item.duration_ms ?? 0);
  const sum_ms = times.reduce((sum, ms) => sum + ms, 0);
  if (times.some((ms) => ms < 1) || sum_ms !== whole_ms || times.length !== (item.pages ?? times.length))
    wrong.pages = "pages";
  return times;
}

function questionOf(fields: QuestionFields, n: number, wrong: Wrong): PollQuestion {
  const { id, type, required } = fields;
  const text = fields.text.trim();
  if (text === "") wrong[`question-${n}`] = "missing";
  const question: PollQuestion = { type, text, required };
  if (id !== "") question.id = id;
  if (hasOptions(fields)) {
    question.options = optionsOf(fields);
    if (question.options.length < 2) wrong[`options-${n}`] = "options";
  }
  if (type === "several" || type === "rating") {
    if (fields.min.trim() !== "") question.min = Number(fields.min);
    if (fields.max.trim() !== "") question.max = Number(fields.max);
  }
  return question;
}

/** An option whose text stays keeps its id, else the one in its place does; others are new. */
function optionsOf({ options, known }: QuestionFields): NonNullable<PollQuestion["options"]> {
  const lines = options
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const kept = new Map(
    lines.flatMap((line) => known.filter(({ text }) => text === line).map((each) => [line, each])),
  );
  const free = known.filter((each) => ![...kept.values()].includes(each));
  const used = new Set(known.map(({ id }) => id));
  let next = known.length;
  return lines.map((line, place) => {
    const same = kept.get(line);
    if (same) return same;
    const here = free.find((each) => known.indexOf(each) === place);
    if (here) return { ...here, text: line };
    if (known.length === 0) return { text: line };
    do next += 1;
    while (used.has(`o${next}`));
    return { id: `o${next}`, text: line };
  });
}
