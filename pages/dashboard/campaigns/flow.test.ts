import { expect, test } from "vitest";
import { htmlOf, swapped, TEMPLATES, template } from "./flow.ts";

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
