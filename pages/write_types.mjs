/**
 * `node write_types.mjs write|check`: generated/*.ts, the types of what travels between pages and server.
 *
 * They are written from schemas/, which are written from the server's code. `check` compares and changes nothing; it
 * ends with 1 and the names of the files that differ.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { compile } from "json-schema-to-typescript";
import { parse } from "yaml";

const SCHEMAS = join(import.meta.dirname, "../schemas");
const TARGET = join(import.meta.dirname, "generated");
const BANNER = "/** Written by `npm run types` from schemas/; change the server's code, not this file. */\n";
const OPTIONS = { additionalProperties: false, bannerComment: "", style: { printWidth: 110 } };

/** Every schema of one document by its name; what the API answers with (`WebinarBody`) is here a `Webinar`. */
function apiSchemas() {
  const { schemas } = parse(readFileSync(join(SCHEMAS, "openapi.yaml"), "utf8")).components;
  return named(Object.entries(schemas));
}

function messageSchemas() {
  const folder = join(SCHEMAS, "messages");
  const entries = readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")))
    .flatMap(({ $defs = {}, ...message }) => [...Object.entries($defs), [message.title, message]]);
  return named(entries);
}

function named(entries) {
  const schemas = new Map();
  for (const [name, schema] of entries) {
    const known = schemas.get(short(name));
    if (known && !isDeepStrictEqual(known, schema)) throw new Error(`two schemas are called ${short(name)}`);
    schemas.set(short(name), schema);
  }
  return schemas;
}

const short = (name) => name.replace(/Body$/, "");

/** Gives each closed set of a property a name of its own, `DeliveryState`, unless the set has a name already. */
function nameSets(schemas, known) {
  for (const [name, { properties = {} }] of [...schemas]) {
    for (const [property, schema] of Object.entries(properties)) {
      const inner = schema.items?.enum ? schema.items : schema;
      if (!isSet(inner)) continue;
      const values = [...inner.enum];
      const all = [...known, ...schemas];
      const same = all.find(
        ([, other]) => isSet(other) && isDeepStrictEqual([...other.enum].sort(), values.sort()),
      );
      const words = schema.items ? property.replace(/s$/, "") : property;
      const own = `${name}${words.replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase())}`;
      if (!same && all.some(([other]) => other === own)) continue;
      if (!same) schemas.set(own, { enum: [...inner.enum] });
      delete inner.enum;
      inner.$ref = `#/${same?.[0] ?? own}`;
    }
  }
}

const isSet = ({ enum: values }) =>
  Array.isArray(values) && values.length > 1 && values.every((value) => typeof value === "string");

/** The schema as json-schema-to-typescript reads it: references are names of types that stand elsewhere. */
function readable(schema) {
  if (Array.isArray(schema)) return schema.map(readable);
  if (typeof schema !== "object" || schema === null) return schema;
  if (schema.$ref) return { description: schema.description, tsType: short(schema.$ref.split("/").at(-1)) };
  const {
    title: _title,
    examples: _examples,
    default: _default,
    $id: _id,
    $schema: _schema,
    ...rest
  } = schema;
  const read = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === "properties"
        ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readable(each)]))
        : readable(value),
    ]),
  );
  if (read.prefixItems) {
    read.items = read.prefixItems;
    read.minItems = read.maxItems = read.prefixItems.length;
    delete read.prefixItems;
  } else {
    delete read.minItems;
    delete read.maxItems;
  }
  if (read.description) read.description = read.description.replace(/\n\s*/g, "\n");
  if (read.type === "object" && !read.properties) read.additionalProperties ??= true;
  return read;
}

/** `FlipOn` → `FLIP_ONS`. */
function constant(name) {
  const upper = name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  if (upper.endsWith("US")) return `${upper}ES`;
  if (upper.endsWith("S")) return upper;
  return upper.endsWith("Y") ? `${upper.slice(0, -1)}IES` : `${upper}S`;
}

async function typesOf(name, schema) {
  if (isSet(schema)) {
    const values = schema.enum.map((value) => `  ${JSON.stringify(value)},\n`).join("");
    const about = schema.description ? `/** ${schema.description.replace(/\s+/g, " ")} */\n` : "";
    return `${about}export const ${constant(name)} = [\n${values}] as const;\nexport type ${name} = (typeof ${constant(name)})[number];\n`;
  }
  return compile(readable(schema), name, OPTIONS);
}

/** The text of every file by its name. */
async function files() {
  const api = apiSchemas();
  nameSets(api, []);
  const messages = messageSchemas();
  nameSets(messages, [...api]);
  for (const [name, schema] of messages) {
    const known = api.get(name);
    if (known && isDeepStrictEqual(bare(known), bare(schema))) messages.delete(name);
  }
  const own = await text(messages);
  const shared = [...api.keys()].filter(
    (name) => !messages.has(name) && new RegExp(`\\b${name}\\b`).test(own.replace(/\/\*.*?\*\//gs, "")),
  );
  const imports = `import type { ${shared.sort().join(", ")} } from "./api.ts";\n`;
  return { "api.ts": `${BANNER}\n${await text(api)}`, "messages.ts": `${BANNER}\n${imports}\n${own}` };
}

const bare = ({ description: _description, title: _title, examples: _examples, ...rest }) =>
  rest.enum ? { enum: rest.enum } : rest;

async function text(schemas) {
  const parts = [];
  for (const [name, schema] of schemas) parts.push(await typesOf(name, schema));
  return parts.join("\n");
}

const written = await files();
const differ = Object.entries(written).filter(([file, content]) => {
  try {
    return readFileSync(join(TARGET, file), "utf8") !== content;
  } catch {
    return true;
  }
});
if (process.argv[2] === "write") {
  for (const [file, content] of differ) writeFileSync(join(TARGET, file), content);
} else if (differ.length > 0) {
  const names = differ.map(([file]) => `pages/generated/${file}`).join(", ");
  console.error(`${names}: not what schemas/ say; run \`make schemas\` and commit what it writes`);
  process.exit(1);
}
