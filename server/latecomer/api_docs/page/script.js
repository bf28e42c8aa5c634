// Shows /api/openapi.json. Everything is made as DOM nodes: no text of the document is ever read as HTML.

const METHODS = ["get", "post", "patch", "delete"];

/** An element with attributes and children; text becomes text nodes. */
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** A line of the document's Markdown: `code` and **strong** are all it uses. */
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) return el("code", {}, part.slice(1, -1));
    if (part.startsWith("**")) return el("strong", {}, part.slice(2, -2));
    return part;
  });
}

function paragraphs(text) {
  return text.trim().split(/\n\s*\n/).map((each) => el("p", {}, inline(each.replace(/\s*\n\s*/g, " "))));
}

class Book {
  constructor(api) {
    this.api = api;
  }

  /** The schema behind a reference, and its name. */
  resolve(schema) {
    if (!schema?.$ref) return [schema ?? {}, null];
    const name = schema.$ref.split("/").pop();
    return [this.api.components.schemas[name] ?? {}, name];
  }

  /** A schema without its "or null", and whether it had one. */
  present(schema) {
    const choices = schema.anyOf;
    if (!choices) return [schema, false];
    const rest = choices.filter((each) => each.type !== "null");
    const nullable = rest.length < choices.length;
    return rest.length === 1 ? [{ ...schema, anyOf: undefined, ...rest[0] }, nullable] : [{ ...schema, anyOf: rest }, nullable];
  }

  /** What a field holds, in a few words. */
  kind(schema) {
    const [inner, nullable] = this.present(schema);
    const [real] = this.resolve(inner);
    let words;
    if (inner.anyOf) words = inner.anyOf.map((each) => this.kind(each)).join(" or ");
    else if (real.enum && real.enum.length === 1) words = JSON.stringify(real.enum[0]);
    else if (real.enum) words = "one of";
    else if (real.prefixItems) words = `[${real.prefixItems.map((each) => this.kind(each)).join(", ")}]`;
    else if (real.type === "array") words = `list of ${this.kind(real.items ?? {}).replace(/^one of$/, "")}`.trim();
    else if (real.type === "object" && typeof real.additionalProperties === "object") words = `object of ${this.kind(real.additionalProperties)}`;
    else words = { "date-time": "time", uuid: "id", uri: "address", email: "email", date: "date" }[real.format] ?? (Array.isArray(real.type) ? real.type.join(" or ") : real.type) ?? "any value";
    return words + this.bounds(real) + (nullable ? ", or null" : "");
  }

  bounds(schema) {
    const told = [];
    if (schema.minimum !== undefined) told.push(`≥ ${schema.minimum}`);
    if (schema.exclusiveMinimum !== undefined) told.push(`> ${schema.exclusiveMinimum}`);
    if (schema.maximum !== undefined) told.push(`≤ ${schema.maximum}`);
    if (schema.maxLength !== undefined) told.push(`at most ${schema.maxLength} characters`);
    if (schema.maxItems !== undefined && schema.minItems !== schema.maxItems) told.push(`at most ${schema.maxItems}`);
    return told.length ? ` (${told.join(", ")})` : "";
  }

  /** The object inside a field, however it is wrapped, with its name; null where there is none. */
  inside(schema) {
    const [inner] = this.present(schema);
    const [real, name] = this.resolve(inner);
    if (real.properties) return [real, name];
    if (real.type === "array" && real.items) return this.inside(real.items);
    return null;
  }

  fields(schema, seen = []) {
    const required = new Set(schema.required ?? []);
    return el("ul", { class: "fields" }, Object.entries(schema.properties).map(([name, field]) => this.field(name, field, required.has(name), seen)));
  }

  field(name, schema, required, seen) {
    const [inner] = this.present(schema);
    const [real] = this.resolve(inner);
    const values = real.enum ?? real.items?.enum ?? this.resolve(real.items)[0].enum;
    const shown = schema.default !== undefined && schema.default !== null && typeof schema.default !== "object";
    const nested = this.inside(schema);
    const about = schema.description ?? inner.description;
    return el(
      "li",
      {},
      el("span", { class: "name" }, name),
      el("span", { class: "kind" }, this.kind(schema), shown ? `, ${JSON.stringify(schema.default)} if left out` : ""),
      required ? el("span", { class: "required" }, "required") : null,
      about ? el("p", {}, inline(about)) : null,
      values && values.length > 1 ? el("div", { class: "values" }, values.map((each) => el("code", {}, String(each)))) : null,
      nested && !seen.includes(nested[1]) ? el("details", {}, el("summary", {}, "What is in it"), this.fields(nested[0], [...seen, nested[1]])) : null,
    );
  }

  /** A value that fits a schema, for people to start from. */
  example(schema, name = "", depth = 0) {
    const [inner, nullable] = this.present(schema);
    if (inner.anyOf) return this.example(inner.anyOf[0], name, depth);
    const [real] = this.resolve(inner);
    const given = inner.examples ?? real.examples;
    if (given?.length) return given[0];
    if (schema.default !== undefined && (depth > 0 || !nullable) && schema.default !== null) return schema.default;
    if (real.enum) return real.enum.includes("registered") ? "registered" : real.enum[0];
    if (real.prefixItems) return real.prefixItems.map((each) => this.example(each, name, depth + 1));
    if (real.properties && depth < 5) {
      return Object.fromEntries(Object.entries(real.properties).map(([key, value]) => [key, this.example(value, key, depth + 1)]));
    }
    switch (real.type) {
      case "array":
        return depth < 4 && real.items ? [this.example(real.items, name, depth + 1)] : [];
      case "object":
        return {};
      case "integer":
        return Math.max(real.minimum ?? 0, 1);
      case "number":
        return Math.max(real.minimum ?? 0, 60);
      case "boolean":
        return false;
      default:
        break;
    }
    if (real.format === "date-time") return "2026-03-04T17:00:00.000Z";
    if (real.format === "uuid") return "0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d10";
    return { next_cursor: null, first_name: "Ada", last_name: "Lovelace", name: "Composting for beginners", join_url: `${location.origin}/j/…` }[name] ?? (nullable ? null : "…");
  }
}

function sample(title, text) {
  const button = el("button", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return el("div", { class: "sample" }, el("h4", {}, title), button, el("pre", { tabindex: "0" }, el("code", {}, text)));
}

function address(path) {
  return el("code", {}, path.split(/(\{[^}]+\})/).map((part) => (part.startsWith("{") ? el("em", {}, part) : part)));
}

function curl(method, path, operation, body) {
  const lines = [`curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${location.origin}${path}`];
  if (operation.security?.length) lines.push('-H "Authorization: Bearer $LATECOMER_KEY"');
  const content = Object.keys(operation.requestBody?.content ?? {})[0];
  if (content === "text/csv") lines.push('-H "Content-Type: text/csv"', "--data-binary @members.csv");
  else if (content) lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(body)}'`);
  return lines.join(" \\\n  ");
}

function call(book, path, method, operation) {
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  const [schema, name] = body ? book.resolve(body) : [null, null];
  const bodyExample = body ? withoutNulls(book.example(body)) : null;
  const [status, answer] = Object.entries(operation.responses)[0];
  const answerSchema = answer.content?.["application/json"]?.schema;
  const answerObject = answerSchema ? book.inside(answerSchema) : null;
  return el(
    "section",
    { class: "call", id: operation.operationId, "data-words": `${method} ${path} ${operation.summary} ${operation.description ?? ""}`.toLowerCase() },
    el(
      "div",
      {},
      el("h3", {}, el("a", { href: `#${operation.operationId}` }, operation.summary)),
      el("p", { class: "address" }, el("span", { class: `method ${method}` }, method.toUpperCase()), address(path), operation["x-scope"] ? el("span", { class: "chip" }, `scope ${operation["x-scope"]}`) : null),
      operation.description ? el("p", { class: "about" }, inline(operation.description)) : null,
      operation.parameters?.length ? [el("h4", {}, "Parameters"), el("ul", { class: "fields" }, operation.parameters.map((each) => book.field(each.name, { description: each.description, ...each.schema }, each.required, [])))] : null,
      schema?.properties ? [el("h4", {}, "Body"), book.fields(schema, [name])] : null,
      operation.requestBody?.content?.["text/csv"] ? [el("h4", {}, "Body"), el("p", { class: "about" }, "A CSV file, as text/csv.")] : null,
      el("h4", {}, "Answers"),
      answers(operation),
      answerObject ? el("details", { class: "part" }, el("summary", {}, `Fields of the ${status} answer`), book.fields(answerObject[0], [answerObject[1]])) : null,
    ),
    el(
      "div",
      { class: "aside" },
      sample("Call", curl(method, path, operation, bodyExample)),
      answerSchema ? sample(`Answer ${status}`, JSON.stringify(book.example(answerSchema), null, 2)) : null,
    ),
  );
}

/** An example body without what may be left out. */
function withoutNulls(value) {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && !(Array.isArray(each) && each.length === 0)).map(([key, each]) => [key, withoutNulls(each)]));
}

function answers(operation) {
  const lines = Object.entries(operation.responses).filter(([status]) => status !== "default");
  return el("ul", { class: "answers" }, lines.map(([status, answer]) => {
    const codes = [...(answer.description ?? "").matchAll(/`([a-z_]+)`/g)].map((match) => match[1]);
    const good = status < "400";
    const said = good || !codes.length ? [answer.description ?? "A problem; its code says which."] : codes.flatMap((code, place) => [place ? ", " : "", el("a", { href: `#code-${code}` }, code)]);
    return el("li", {}, el("span", { class: `status ${good ? "good" : "bad"}` }, status), el("span", {}, said));
  }));
}

function codeTable(caption, columns, rows, prefix) {
  return el(
    "table",
    { class: "codes" },
    el("caption", { class: "hidden" }, caption),
    el("thead", {}, el("tr", {}, columns.map((each) => el("th", { scope: "col" }, each)))),
    el("tbody", {}, rows.map(([code, ...rest]) => el("tr", { id: `${prefix}-${code}`, "data-words": [code, ...rest].join(" ").toLowerCase() }, el("td", {}, el("code", {}, code)), rest.map((each) => el("td", {}, each))))),
  );
}

function show(api) {
  const book = new Book(api);
  const main = document.getElementById("main");
  const contents = document.getElementById("contents");
  const operations = Object.entries(api.paths).flatMap(([path, item]) => METHODS.filter((method) => item[method]).map((method) => [path, method, item[method]]));
  const introduction = paragraphs(api.info.description);
  const groups = api.tags.map((tag) => {
    const inside = operations.filter(([, , operation]) => operation.tags.includes(tag.name));
    contents.append(
      el("h2", {}, tag.name),
      el("ul", {}, inside.map(([, method, operation]) => el("li", {}, el("a", { href: `#${operation.operationId}` }, el("span", { class: `method ${method}` }, method.toUpperCase()), operation.summary)))),
    );
    return el("section", { class: "group" }, el("h2", {}, tag.name), el("p", {}, inline(tag.description)), inside.map(([path, method, operation]) => call(book, path, method, operation)));
  });
  contents.append(el("h2", {}, "Codes"), el("ul", {}, el("li", {}, el("a", { href: "#codes" }, "Of problems")), el("li", {}, el("a", { href: "#row-codes" }, "Of rows"))));
  const codes = Object.entries(api["x-codes"]).map(([code, each]) => [code, String(each.status), each.meaning]);
  const rowCodes = Object.entries(api["x-row-codes"]).map(([code, meaning]) => [code, meaning]);
  main.replaceChildren(
    el("section", { class: "intro" }, el("h1", {}, `${api.info.title} API `, el("small", {}, api.info.version)), introduction),
    ...groups,
    el("section", { class: "group", id: "codes" }, el("h2", {}, "Codes of problems"), el("p", {}, inline("What `code` may say. It stays; the sentence beside it in `detail` is for people and may change.")), codeTable("Codes of problems", ["Code", "Status", "What it means"], codes, "code")),
    el("section", { class: "group", id: "row-codes" }, el("h2", {}, "Codes of rows"), el("p", {}, "Why one row of many was skipped, or waits."), codeTable("Codes of rows", ["Code", "What it means"], rowCodes, "row-code")),
  );
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  follow(contents);
  find(main, contents);
}

/** Mark the call that is being read in the contents. */
function follow(contents) {
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver((entries) => {
    const first = entries.find((entry) => entry.isIntersecting);
    if (!first) return;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(first.target.id)?.setAttribute("aria-current", "true");
  }, { rootMargin: "-15% 0px -75% 0px" });
  for (const section of document.querySelectorAll(".call")) watcher.observe(section);
}

/** Show only what has all the words that were typed. */
function find(main, contents) {
  const input = document.getElementById("search");
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (node) => words.every((word) => node.dataset.words.includes(word));
    for (const node of main.querySelectorAll("[data-words]")) node.classList.toggle("none", !fits(node));
    for (const link of contents.querySelectorAll("li a")) {
      const target = document.getElementById(link.hash.slice(1));
      link.parentElement.classList.toggle("none", Boolean(target?.dataset.words) && target.classList.contains("none"));
    }
    for (const heading of contents.querySelectorAll("h2")) {
      const lines = [...heading.nextElementSibling.children];
      heading.classList.toggle("none", lines.every((line) => line.classList.contains("none")));
    }
    for (const group of main.querySelectorAll(".group")) {
      const parts = [...group.querySelectorAll("[data-words]")];
      group.classList.toggle("none", parts.every((part) => part.classList.contains("none")));
    }
    main.querySelector(".intro").classList.toggle("none", words.length > 0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
}

try {
  const response = await fetch("/api/openapi.json");
  show(await response.json());
} catch {
  document.getElementById("waiting").textContent = "The document could not be read. Load the page again.";
}
