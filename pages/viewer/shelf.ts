/**
 * What a playback still owes the server, kept across page loads.
 *
 * Every playback has its own entry, so tabs never write over each other. Two that send the same entry do no harm:
 * the server counts sets.
 */
import type { Heartbeat } from "./messages.ts";

export interface Rest {
  server: string;
  join: string;
  playback: string;
  /** Wall time at which the playback's clock read zero, in ms since the epoch: by this machine and by the server. */
  zeroAt: number;
  anchorAt: number | null;
  heartbeats: readonly Heartbeat[];
}

const PREFIX = "latecomer.rest.";
/** A playback lasts 12 h at most and the server keeps its anchor for 24 h more. */
const MAX_AGE_MS = 36 * 3_600_000;

export class Shelf {
  readonly #stores: Storage[];

  /** @param stores to write to, the first that takes an entry wins */
  constructor(stores: Storage[]) {
    this.#stores = stores;
  }

  /** Keep an entry; one without heartbeats is removed. */
  save(rest: Rest): void {
    let text = rest.heartbeats.length ? JSON.stringify(rest) : null;
    for (const store of this.#stores) {
      try {
        if (text) store.setItem(PREFIX + rest.playback, text);
        else store.removeItem(PREFIX + rest.playback);
        text = null;
      } catch {
        // Full or forbidden: an older text of this entry is still worth having, the next store may take the new one.
      }
    }
  }

  /** Take heartbeats out of an entry, which a living tab may have changed meanwhile. */
  forget(playback: string, seqs: readonly number[]): void {
    for (const store of this.#stores) {
      const rest = parsed(read(store, PREFIX + playback));
      if (rest) this.save({ ...rest, heartbeats: rest.heartbeats.filter(({ seq }) => !seqs.includes(seq)) });
    }
  }

  /** Return the messages that earlier page loads left for this server; old and unreadable entries are removed. */
  load(server: string, now: number): Rest[] {
    const rests = new Map<string, Rest>();
    for (const store of this.#stores) {
      for (const key of keys(store)) {
        const rest = parsed(read(store, key));
        if (!rest || now - rest.zeroAt > MAX_AGE_MS) store.removeItem(key);
        else if (rest.server === server) rests.set(rest.playback, rest);
      }
    }
    return [...rests.values()];
  }
}

function keys(store: Storage): string[] {
  try {
    return Object.keys(store).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(store: Storage, key: string): string | null {
  try {
    return store.getItem(key);
  } catch {
    return null;
  }
}

function parsed(text: string | null): Rest | null {
  try {
    const rest = JSON.parse(text ?? "") as Rest;
    return Array.isArray(rest.heartbeats) && rest.playback && rest.zeroAt ? rest : null;
  } catch {
    return null;
  }
}
