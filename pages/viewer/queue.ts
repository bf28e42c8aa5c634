/**
 * Heartbeats that no answer has made durable yet.
 *
 * Source: docs/protocol.md, Viewer: they go in seq order and are kept until an ack of the connection that carried
 * them, an error with their seq, or the 204 of a beacon that contained them.
 */
import { type Heartbeat, MAX_SEGMENTS, type Segment, type State } from "./messages.ts";

/** Above either, old heartbeats are folded together; what still does not fit is given up, oldest first. */
const MAX_HEARTBEATS = 50;
const MAX_QUEUED_SEGMENTS = 4_000;
/** Contiguous segments whose rates differ by less are one stretch of playing, reported in two pieces. */
const SAME_RATE = 0.05;

export class HeartbeatQueue {
  #items: Heartbeat[] = [];
  #seq = 0;

  /** In seq order. */
  get pending(): readonly Heartbeat[] {
    return this.#items;
  }

  /** Queue what happened since the last call; more than one heartbeat where one would be too long. */
  add(state: State, segments: readonly Segment[]): void {
    for (let at = 0; at === 0 || at < segments.length; at += MAX_SEGMENTS) {
      this.#items.push({ seq: ++this.#seq, state, segments: segments.slice(at, at + MAX_SEGMENTS) });
    }
    this.#bound();
  }

  discardThrough(seq: number): void {
    this.#items = this.#items.filter((item) => item.seq > seq);
  }

  discard(seqs: readonly number[]): void {
    this.#items = this.#items.filter((item) => !seqs.includes(item.seq));
  }

  #bound(): void {
    const items = this.#items;
    for (let at = 0; items.length > MAX_HEARTBEATS && at + 1 < items.length; ) {
      const [older, newer] = [items[at], items[at + 1]] as [Heartbeat, Heartbeat];
      const segments = joined(older.segments, newer.segments);
      // The higher seq stays: an answer to the lower one must not discard what it never contained.
      if (segments.length <= MAX_SEGMENTS) items.splice(at, 2, { ...newer, segments });
      else at++;
    }
    let queued = items.reduce((sum, item) => sum + item.segments.length, 0);
    while (queued > MAX_QUEUED_SEGMENTS) queued -= items.shift()?.segments.length ?? queued;
  }
}

function joined(older: readonly Segment[], newer: readonly Segment[]): Segment[] {
  const [a, b] = [older.at(-1), newer[0]];
  if (!a || !b || a[1] !== b[0] || a[3] !== b[2] || Math.abs(rate(a) - rate(b)) > SAME_RATE) {
    return [...older, ...newer];
  }
  return [...older.slice(0, -1), [a[0], b[1], a[2], b[3]], ...newer.slice(1)];
}

function rate([clockFrom, clockTo, mediaFrom, mediaTo]: Segment): number {
  return ((mediaTo - mediaFrom) * 1_000) / (clockTo - clockFrom);
}
