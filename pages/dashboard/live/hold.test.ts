import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { Dashboard } from "../../generated/messages.ts";
import type { Connection } from "./feed.ts";
import { holdable } from "./hold.ts";

const numbers = (playing: number) => ({ now: { playing, connected: playing } }) as unknown as Dashboard;

test("numbers stand still while they are held, and are the newest when they go on", () => {
  const source = { data: signal<Dashboard | null>(null), connection: signal<Connection>("live"), close() {} };
  const still = signal(false);
  const feed = holdable(source, still);
  source.data.value = numbers(1);
  expect(feed.data.value).toEqual(numbers(1));
  still.value = true;
  source.data.value = numbers(2);
  source.data.value = numbers(3);
  expect(feed.data.value).toEqual(numbers(1));
  still.value = false;
  expect(feed.data.value).toEqual(numbers(3));
  feed.close();
  source.data.value = numbers(4);
  expect(feed.data.value).toEqual(numbers(3));
});
