import { expect, test } from "vitest";
import { fromJson, isGroup, moved, newGroup, newLeaf, pointerOf, replaced, toJson } from "./tree.ts";

const ADA = { filter: "person", field: "email", op: "is", value: "ada@example.com" };
const BOB = { ...ADA, value: "bob@example.com" };

test.each([
  { all: [] },
  { any: [ADA, BOB] },
  { all: [ADA, { not: { any: [BOB, { not: ADA }] } }] },
  { all: [{ not: { not: ADA } }] },
])("a filter comes back as it was: %j", (filter) => {
  const back = toJson(fromJson(filter));
  expect(JSON.stringify(back).replaceAll(/\{"not":\{"all":\[(\{"not":[^\]]+)\]\}\}/g, '{"not":$1}')).toBe(
    JSON.stringify(filter),
  );
});

test("a single condition becomes a group of one", () => {
  expect(toJson(fromJson(ADA))).toEqual({ all: [ADA] });
  expect(toJson(fromJson({ not: ADA }))).toEqual({ all: [{ not: ADA }] });
});

test("parts are changed, taken out and moved wherever they are", () => {
  const [first, second] = [newLeaf(ADA), newLeaf(BOB)];
  const inner = newGroup([first, second], false);
  const root = newGroup([inner]);
  expect(toJson(replaced(root, second.key, null))).toEqual({ all: [{ any: [ADA] }] });
  expect(toJson(replaced(root, first.key, { ...first, not: true }))).toEqual({
    all: [{ any: [{ not: ADA }, BOB] }],
  });
  expect(toJson(moved(root, first.key, 1))).toEqual({ all: [{ any: [BOB, ADA] }] });
  expect(toJson(moved(root, first.key, -1))).toEqual(toJson(root));
});

test("a part knows where it stands", () => {
  const root = fromJson({ all: [ADA, { not: { any: [BOB, { not: ADA }] } }] });
  const [first, group] = root.parts;
  if (!first || !group || !isGroup(group)) throw new Error("not the tree that was read");
  expect(pointerOf(root, first.key)).toBe("/all/0");
  expect(pointerOf(root, group.parts[0]?.key ?? -1)).toBe("/all/1/not/any/0");
  expect(pointerOf(root, group.parts[1]?.key ?? -1)).toBe("/all/1/not/any/1/not");
});
