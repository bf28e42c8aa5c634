import { expect, test } from "vitest";
import { ableTo, canOffer, firstStep, htmlOf, swapped, TEMPLATES, template } from "./flow.ts";
import { readOffset, writeOffset } from "./offsets.ts";

test("paragraphs of a text are escaped, and its link can be clicked", () => {
  expect(htmlOf("A < B & C\nD\n\n{{ link }}")).toBe(
    '<p>A &lt; B &amp; C<br>D</p>\n<p><a href="{{ link }}">{{ link }}</a></p>',
  );
});

test("a step moves among its neighbours and not beyond them", () => {
  expect(swapped([1, 2, 3], 0, 1)).toEqual([2, 1, 3]);
  expect(swapped([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
});

test("every template has a beginning and a step", () => {
  for (const name of TEMPLATES) {
    const flow = template(name, []);
    expect(flow.triggers).toHaveLength(1);
    expect(flow.steps.length).toBeGreaterThan(0);
  }
});

test("a step is offered where there is a connection that can do it", () => {
  const connections = [
    { id: "a", kind: "zoom" },
    { id: "b", kind: "webhook" },
    { id: "c", kind: "marketo" },
  ];
  expect(ableTo("call_webhook", connections)).toEqual(["b"]);
  expect(ableTo("add_to_vendor_list", connections)).toEqual(["c"]);
  expect(
    canOffer("add_to_vendor_list", { lists: ["x"], connections: [], vendors: [], ofMembers: true }),
  ).toBe(false);
  expect(canOffer("add_to_list", { lists: [], connections: [], vendors: ["c"], ofMembers: true })).toBe(
    false,
  );
});

test("a campaign about people is offered nothing that means a webinar", () => {
  const offer = { lists: [], connections: [], vendors: [], ofMembers: false };
  expect(canOffer("set_status", offer)).toBe(false);
  expect(JSON.stringify(firstStep("send_mail", offer))).not.toContain("link");
});

test.each([
  ["-3 days", { direction: "before", amount: "3", unit: "days" }],
  ["1 month", { direction: "after", amount: "1", unit: "months" }],
  ["0 days", { direction: "at", amount: "0", unit: "days" }],
] as const)("an offset is a direction, a number and a unit: %s", (text, parts) => {
  expect(readOffset(text)).toEqual(parts);
  expect(readOffset(writeOffset(parts.direction, parts.amount, parts.unit))).toEqual(parts);
});
