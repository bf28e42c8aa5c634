/**
 * The filter that is being built: groups and conditions, each with a key that stays while it is moved and changed.
 *
 * Source: docs/audiences.md, Filters
 */

export type Json = { [key: string]: unknown };

export interface Leaf {
  key: number;
  not: boolean;
  /** As the API writes it. */
  leaf: Json;
}

export interface Group {
  key: number;
  not: boolean;
  /** The join of the parts: all, or any of them. */
  all: boolean;
  parts: readonly Part[];
}

export type Part = Leaf | Group;

let keys = 0;

export function isGroup(part: Part): part is Group {
  return "parts" in part;
}

export function newLeaf(leaf: Json): Leaf {
  return { key: ++keys, not: false, leaf };
}

export function newGroup(parts: readonly Part[] = [], all = true): Group {
  return { key: ++keys, not: false, all, parts };
}

/** The draft of a filter; a single condition becomes a group of one. */
export function fromJson(filter: unknown): Group {
  const part = read(filter);
  return isGroup(part) && !part.not ? part : newGroup([part]);
}

function read(filter: unknown): Part {
  const json = (filter ?? { all: [] }) as Json;
  if ("not" in json) {
    const part = read(json.not);
    return part.not ? { ...newGroup([part]), not: true } : { ...part, not: true };
  }
  const parts = json.all ?? json.any;
  if (Array.isArray(parts)) return newGroup(parts.map(read), "all" in json);
  return newLeaf(json);
}

/** The filter as the API takes it. */
export function toJson(part: Part): Json {
  const json: Json = isGroup(part) ? { [part.all ? "all" : "any"]: part.parts.map(toJson) } : part.leaf;
  return part.not ? { not: json } : json;
}

/** The same draft with one part changed; null takes it out. */
export function replaced(group: Group, key: number, by: Part | null): Group {
  return {
    ...group,
    parts: group.parts.flatMap((part) => {
      if (part.key === key) return by ? [by] : [];
      return isGroup(part) ? [replaced(part, key, by)] : [part];
    }),
  };
}

/** The same draft with one part a place earlier or later in its group. */
export function moved(group: Group, key: number, by: -1 | 1): Group {
  const at = group.parts.findIndex((part) => part.key === key);
  if (at === -1) {
    return { ...group, parts: group.parts.map((part) => (isGroup(part) ? moved(part, key, by) : part)) };
  }
  const to = at + by;
  if (to < 0 || to >= group.parts.length) return group;
  const parts = [...group.parts];
  const [part] = parts.splice(at, 1);
  if (part) parts.splice(to, 0, part);
  return { ...group, parts };
}

/** The place of a part in the filter, as the API writes it in errors and explanations; null for a missing one. */
export function pointerOf(part: Part, key: number, pointer = ""): string | null {
  const inside = part.not ? `${pointer}/not` : pointer;
  if (part.key === key) return isGroup(part) ? pointer : inside;
  if (!isGroup(part)) return null;
  for (const [nth, each] of part.parts.entries()) {
    const found = pointerOf(each, key, `${inside}/${part.all ? "all" : "any"}/${nth}`);
    if (found !== null) return found;
  }
  return null;
}
