// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { visitLanguage } from "./kept_language.ts";

const storage = () => sessionStorage;
beforeEach(() => sessionStorage.clear());

test("a reload has the language of the join link", () => {
  expect(visitLanguage("fr", true, false, storage)).toBe("fr");
  expect(visitLanguage("en", false, false, storage)).toBe("fr");
});

test("what was chosen goes before it", () => {
  visitLanguage("fr", true, false, storage);
  expect(visitLanguage("nl", false, true, storage)).toBe("nl");
});

test("without a link or storage the server's choice stands", () => {
  expect(visitLanguage("nl", false, false, storage)).toBe("nl");
  const none = () => {
    throw new DOMException("denied", "SecurityError");
  };
  expect(visitLanguage("en", true, false, none)).toBe("en");
});
