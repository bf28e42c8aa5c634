import { expect, test } from "vitest";
import { paint } from "./paint.ts";

test.each([
  ["#ffffff", "#000000"],
  ["#000000", "#ffffff"],
  ["#FFD400", "#000000"],
  ["#1a1a80", "#ffffff"],
  ["#d00000", "#ffffff"],
])("writing on %s can be read", (colour, ink) =>
  expect(paint(colour)).toEqual({ background: colour, borderColor: colour, color: ink }),
);

test("without a colour, or with another text, the button keeps its look", () => {
  for (const colour of [undefined, "", "red", "#12345", "#123456;background:url(x)"])
    expect(paint(colour)).toBeUndefined();
});
