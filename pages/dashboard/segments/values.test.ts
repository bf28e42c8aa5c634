import { expect, test } from "vitest";
import { OPS } from "../../generated/api.ts";
import { formOf, OPERATORS, operators, readTexts, withOp, writeTexts } from "./values.ts";

test("every operator of the API is offered somewhere", () => {
  expect(new Set(Object.values(OPERATORS).flat())).toEqual(new Set(OPS));
});

test("with several webinars negative operators are not offered", () => {
  expect(operators("measure", true)).not.toContain("is_not");
  expect(operators("measure", false)).toContain("is_not");
  expect(operators("count", true)).toContain("is_not");
});

test("another operator keeps the value where it can", () => {
  const asked = { op: "is", value: "2026-03-04" };
  expect(withOp(asked, "date", "after", "2026-01-01")).toEqual({ op: "after", value: "2026-03-04" });
  expect(withOp(asked, "date", "in_past", "2026-01-01")).toEqual({ op: "in_past", value: "7 days" });
  expect(withOp(asked, "date", "is_empty", "2026-01-01")).toEqual({ op: "is_empty" });
  expect(withOp({ op: "is", value: 5 }, "measure", "between", "")).toEqual({
    op: "between",
    value: [10, 20],
  });
});

test("forms follow the operator", () => {
  expect(formOf("day", "in_time_frame")).toBe("frame");
  expect(formOf("day", "in_past_before")).toBe("length");
  expect(formOf("measure", "between")).toBe("two_numbers");
  expect(formOf("text", "is_not_empty")).toBe("none");
});

test("several texts are written with commas", () => {
  expect(readTexts("Ada, Bob")).toEqual(["Ada", "Bob"]);
  expect(readTexts("Ada ")).toBe("Ada ");
  expect(writeTexts(["Ada", "Bob"])).toBe("Ada, Bob");
});
