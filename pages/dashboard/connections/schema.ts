/** The form of a kind's settings, made from their JSON Schema. Pure. */

import { t, textOf } from "../../i18n/texts.ts";
import { nameWords } from "./words.ts";

/** As much of JSON Schema as settings use. */
export interface Schema {
  $ref?: string;
  $defs?: Readonly<Record<string, Schema>>;
  title?: string;
  type?: string;
  anyOf?: readonly Schema[];
  enum?: readonly (string | number | null)[];
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  default?: unknown;
}

export type Shape =
  | { kind: "text" }
  | { kind: "number"; whole: boolean }
  | { kind: "flag" }
  | { kind: "choice"; options: readonly string[] }
  | { kind: "several"; options: readonly string[] }
  | { kind: "lines" }
  | { kind: "group"; fields: readonly SettingField[] }
  | { kind: "json" };

export interface SettingField {
  name: string;
  label: string;
  hint: string;
  required: boolean;
  /** True when it may be null: an empty field, or a group that is switched off. */
  nullable: boolean;
  shape: Shape;
  /** The default value. */
  fallback: unknown;
}

/** The content of one field, as it is typed; a group's is null while it is switched off. */
export type Draft = string | boolean | readonly string[] | Drafts | null;
export interface Drafts {
  readonly [name: string]: Draft;
}

/** The fields of an object's schema, in its order. */
export function fieldsOf(schema: Schema): SettingField[] {
  return fieldsIn(schema, schema.$defs ?? {});
}

function fieldsIn(schema: Schema, defs: Readonly<Record<string, Schema>>): SettingField[] {
  const whole = resolved(schema, defs);
  return Object.entries(whole.properties ?? {}).map(([name, property]) => {
    const options = property.anyOf ?? [property];
    const some = options.filter((each) => each.type !== "null");
    const only = resolved(some.length === 1 && some[0] ? some[0] : property, defs);
    const shape: Shape = some.length === 1 ? shapeOf(only, defs) : { kind: "json" };
    return {
      name,
      label: nameWords(name),
      hint: textOf(`connections-hint-${name}`) ?? "",
      required: whole.required?.includes(name) ?? false,
      nullable: some.length < options.length,
      shape,
      fallback: property.default,
    };
  });
}

function shapeOf(schema: Schema, defs: Readonly<Record<string, Schema>>): Shape {
  if (schema.enum?.every((each) => typeof each === "string")) return { kind: "choice", options: schema.enum };
  switch (schema.type) {
    case "string":
      return { kind: "text" };
    case "integer":
    case "number":
      return { kind: "number", whole: schema.type === "integer" };
    case "boolean":
      return { kind: "flag" };
    case "object":
      return schema.properties ? { kind: "group", fields: fieldsIn(schema, defs) } : { kind: "json" };
    case "array": {
      const items = resolved(schema.items ?? {}, defs);
      const shape = shapeOf(items, defs);
      if (shape.kind === "choice") return { kind: "several", options: shape.options };
      return shape.kind === "text" ? { kind: "lines" } : { kind: "json" };
    }
    default:
      return { kind: "json" };
  }
}

function resolved(schema: Schema, defs: Readonly<Record<string, Schema>>): Schema {
  const name = schema.$ref?.split("/").pop();
  const found = name === undefined ? undefined : defs[name];
  return found ? { ...found, ...schema } : schema;
}

/** The form of settings as they are, or of none yet. */
export function draftsOf(
  fields: readonly SettingField[],
  settings: Readonly<Record<string, unknown>>,
): Drafts {
  return Object.fromEntries(fields.map((field) => [field.name, draftOf(field, settings[field.name])]));
}

function draftOf({ shape, fallback, nullable }: SettingField, given: unknown): Draft {
  const value = given === undefined ? fallback : given;
  switch (shape.kind) {
    case "group":
      if (value === null || (value === undefined && nullable)) return null;
      return draftsOf(shape.fields, isRecord(value) ? value : {});
    case "flag":
      return value === true;
    case "several":
      return Array.isArray(value) ? value.map(String) : [];
    case "lines":
      return Array.isArray(value) ? value.join("\n") : "";
    case "json":
      return value === undefined ? "" : JSON.stringify(value, null, 2);
    case "choice":
      return typeof value === "string" ? value : nullable ? "" : (shape.options[0] ?? "");
    case "text":
    case "number":
      return value === undefined || value === null ? "" : String(value);
  }
}

/** A group that was just switched on. */
export function emptyGroup(shape: Shape): Drafts {
  return shape.kind === "group" ? draftsOf(shape.fields, {}) : {};
}

/** Messages by dotted name, as the server's refusals have them: `settings.activity.type_id`. */
export type SettingErrors = Readonly<Record<string, string>>;

export type ReadSettings =
  | { kind: "ok"; settings: Record<string, unknown> }
  | { kind: "wrong"; errors: SettingErrors };

/** The values of the form, or its errors. The server judges the rest. */
export function readDrafts(
  fields: readonly SettingField[],
  drafts: Drafts,
  under = "settings",
): ReadSettings {
  const errors: Record<string, string> = {};
  const settings: Record<string, unknown> = {};
  for (const field of fields) {
    const at = `${under}.${field.name}`;
    const read = readDraft(field, drafts[field.name] ?? null, at);
    if (read.kind === "wrong") Object.assign(errors, read.errors);
    else if (read.value !== undefined) settings[field.name] = read.value;
  }
  return Object.keys(errors).length > 0 ? { kind: "wrong", errors } : { kind: "ok", settings };
}

type Read = { kind: "ok"; value: unknown } | { kind: "wrong"; errors: SettingErrors };

function readDraft({ shape, required, nullable }: SettingField, draft: Draft, at: string): Read {
  const wrong = (why: string): Read => ({ kind: "wrong", errors: { [at]: why } });
  if (shape.kind === "group") {
    if (draft === null) return { kind: "ok", value: null };
    const read = readDrafts(shape.fields, isDrafts(draft) ? draft : {}, at);
    return read.kind === "wrong" ? read : { kind: "ok", value: read.settings };
  }
  if (shape.kind === "flag") return { kind: "ok", value: draft === true };
  if (shape.kind === "several") {
    const chosen = Array.isArray(draft) ? draft : [];
    return { kind: "ok", value: chosen.length === 0 && nullable ? null : chosen };
  }
  const text = typeof draft === "string" ? draft.trim() : "";
  if (text === "") {
    if (nullable) return { kind: "ok", value: null };
    if (shape.kind === "lines") return { kind: "ok", value: [] };
    return required ? wrong(t("connections-form-needed")) : { kind: "ok", value: undefined };
  }
  switch (shape.kind) {
    case "number": {
      const value = Number(text);
      if (!Number.isFinite(value)) return wrong(t("connections-form-number"));
      return shape.whole && !Number.isInteger(value)
        ? wrong(t("connections-form-whole"))
        : { kind: "ok", value };
    }
    case "lines":
      return { kind: "ok", value: text.split(/\s*\n\s*/).filter(Boolean) };
    case "json":
      try {
        return { kind: "ok", value: JSON.parse(text) };
      } catch {
        return wrong(t("connections-form-not_json"));
      }
    case "text":
    case "choice":
      return { kind: "ok", value: text };
  }
}

/** Return true when an error's dotted name is that of a control of this form, which then shows it. */
export function isPlaced(fields: readonly SettingField[], at: string): boolean {
  const names = namesOf(fields, "settings");
  return names.includes(at) || names.includes(at.replace(/\.\d+$/, ""));
}

function namesOf(fields: readonly SettingField[], under: string): string[] {
  return fields.flatMap(({ name, shape }) => {
    const at = `${under}.${name}`;
    return shape.kind === "group" ? namesOf(shape.fields, at) : [at];
  });
}

export function isDrafts(draft: Draft): draft is Drafts {
  return typeof draft === "object" && draft !== null && !Array.isArray(draft);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
