import { expect, test } from "vitest";
import { takeLink } from "./link.ts";

// Webinar ids are the first 16 bytes of a token.
const WEBINAR = "0198f2c0-1111-7222-8333-444455556666";
const TOKEN = `${Buffer.from(WEBINAR.replaceAll("-", ""), "hex").toString("base64url")}${"A".repeat(50)}`;

class Keep {
  kept = new Map<string, string>();
  getItem(key: string) {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
}

test("the token leaves the address bar, is kept for reloads, and names its webinar", () => {
  const keep = new Keep();
  const seen: string[] = [];
  const history = { replaceState: (_: unknown, __: string, url: string) => seen.push(url) };
  const link = takeLink({ pathname: `/p/${TOKEN}` }, history, () => keep);
  expect(link).toEqual({ token: TOKEN, webinar: WEBINAR });
  expect(seen).toEqual(["/host"]);
  expect(takeLink({ pathname: "/host" }, history, () => keep)).toEqual(link);
});

test.each(["/host", "/p/short", `/p/${"é".repeat(72)}`])("%s is no link", (pathname) => {
  const keep = new Keep();
  expect(takeLink({ pathname }, { replaceState: () => {} }, () => keep)).toBeNull();
});

test("a browser that keeps nothing still opens the link", () => {
  const refuse = () => {
    throw new DOMException("denied");
  };
  const link = takeLink({ pathname: `/p/${TOKEN}` }, { replaceState: () => {} }, refuse);
  expect(link?.webinar).toBe(WEBINAR);
});
