import { expect, test } from "vitest";
import { pieces } from "./links.ts";

function links(text: string): (string | undefined)[] {
  return pieces(text)
    .filter(({ href }) => href)
    .map(({ href }) => href);
}

test.each([
  ["See https://example.com/a?b=1&c=2#d", ["https://example.com/a?b=1&c=2#d"]],
  ["(http://example.com), or https://example.org.", ["http://example.com/", "https://example.org/"]],
  ["https://example.com/a_(b)", ["https://example.com/a_(b)"]],
  ["HTTPS://EXAMPLE.COM/A", ["https://example.com/A"]],
  ["javascript:alert(1)", []],
  ["JaVaScRiPt:alert('https')", []],
  ["data:text/html,<script>alert(1)</script>", []],
  ["javascript://example.com/%0aalert(1)", []],
  ["https://bank.example@evil.example/", []],
  ["https://", []],
  ["https:// example.com", []],
  ['https://example.com/"onmouseover="alert(1)', ["https://example.com/"]],
  ["<a href='https://example.com'>x</a>", ["https://example.com/"]],
  ["example.com and mailto:a@example.com", []],
])("%s", (text, expected) => expect(links(text)).toEqual(expected));

test("no character of a text is lost or changed", () => {
  for (const text of [
    "",
    "a",
    "https://a.example b https://c.example",
    "<b>&amp;</b> https://x@y z",
    "https://é.example/ö!",
  ])
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
});
