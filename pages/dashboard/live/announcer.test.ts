import { expect, test } from "vitest";
import { announce, PAUSE_MS } from "./announcer.ts";

test("says one sentence in a pause, however often it changes, and none when nothing changed", () => {
  let said = { text: "", at: -PAUSE_MS };
  const heard: string[] = [];
  for (let now = 0; now < 4 * PAUSE_MS; now += 1_000) {
    const text = now < 3 * PAUSE_MS ? `${Math.floor(now / 2_000)} playing` : "22 playing";
    const next = announce(said, text, now);
    if (next !== said) heard.push(next.text);
    said = next;
  }
  expect(heard).toEqual(["0 playing", "7 playing", "15 playing", "22 playing"]);
});
