import { expect, test } from "vitest";
import { playerStyleHashes } from "./style_hashes.ts";

test("every part of the player has its styles allowed, by hash", async () => {
  const hashes = await playerStyleHashes();
  // Fifteen parts, each with styles of its own, and what they share.
  expect(hashes.length).toBeGreaterThanOrEqual(15);
  expect(new Set(hashes).size).toBe(hashes.length);
  for (const hash of hashes) expect(hash).toMatch(/^'sha256-[A-Za-z0-9+/]{43}='$/);
});
