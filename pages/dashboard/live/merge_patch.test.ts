import { describe, expect, test } from "vitest";
import { type Json, mergePatch } from "./merge_patch.ts";

// Source: RFC 7396, appendix A: original, patch, result.
const APPENDIX: [Json, Json, Json][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe("mergePatch", () => {
  test.each(APPENDIX)("%j with %j is %j", (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  test("leaves both arguments alone", () => {
    const target = { now: { playing: 1, connected: 2 } };
    const patch = { now: { playing: 2 } };
    mergePatch(target, patch);
    expect(target).toEqual({ now: { playing: 1, connected: 2 } });
    expect(patch).toEqual({ now: { playing: 2 } });
  });

  test("keeps what is not patched the same object", () => {
    const target = { now: { playing: 1 }, retention: { counts: [1, 2] } };
    const result = mergePatch(target, { now: { playing: 2 } }) as typeof target;
    expect(result.retention).toBe(target.retention);
    expect(result.now).not.toBe(target.now);
  });

  test("takes a member called __proto__ as data", () => {
    const result = mergePatch({}, JSON.parse('{"__proto__":{"polluted":1}}')) as Record<string, unknown>;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});
