import { describe, expect, it } from "vitest";
import { minorOf, typedOf } from "./money.ts";

describe("amounts", () => {
  it.each([
    ["49", "eur", 4900],
    ["49.9", "eur", 4990],
    ["49,90", "eur", 4990],
    ["0.50", "usd", 50],
    ["500", "jpy", 500],
    ["4.990", "kwd", 4990],
  ])("reads %s of %s", (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  it.each([
    ["", "eur"],
    ["-1", "eur"],
    ["1.999", "eur"],
    ["5.5", "jpy"],
    ["1e3", "eur"],
    ["a", "eur"],
  ])("does not read %s of %s", (text, currency) => {
    expect(minorOf(text, currency)).toBeNull();
  });

  it("writes what it reads", () => {
    expect(typedOf(4990, "eur")).toBe("49.90");
    expect(typedOf(500, "jpy")).toBe("500");
    expect(minorOf(typedOf(4990, "kwd"), "kwd")).toBe(4990);
  });
});
