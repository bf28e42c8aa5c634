/** A feed whose numbers stand still for as long as the page is held. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Feed } from "./feed.ts";

export function holdable(feed: Feed, still: ReadonlySignal<boolean>): Feed {
  const data = signal(feed.data.value);
  const stop = effect(() => {
    if (!still.value) data.value = feed.data.value;
  });
  return {
    data,
    connection: feed.connection,
    close() {
      stop();
      feed.close();
    },
  };
}
