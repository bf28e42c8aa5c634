/** The report that an overlay was seen: thousands see it at once, so their reports are spread. */
import { useEffect } from "preact/hooks";
import type { RoomClient } from "./room_client.ts";

const SPREAD_MS = 5_000;

export function useSeen(room: RoomClient, item: string): void {
  useEffect(() => {
    const timer = setTimeout(() => room.send({ type: "seen", item }), Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [item, room]);
}
