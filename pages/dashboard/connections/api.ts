import { request } from "../../ui/request.ts";
import type {
  Connection,
  ConnectionChange,
  ConnectionKind,
  Delivery,
  DeliveryState,
  InboxState,
  NewConnection,
  Received,
  Tested,
} from "../api/connection_types.ts";
import type { Page } from "../api/types.ts";

const PAGE_SIZE = 50;

export const connections = {
  kinds: (signal: AbortSignal) => request<Page<ConnectionKind>>("GET", "/connection-kinds", { signal }),
  list: (signal: AbortSignal) => request<Page<Connection>>("GET", "/connections", { signal }),
  read: (id: string, signal: AbortSignal) => request<Connection>("GET", `/connections/${id}`, { signal }),
  create: (made: NewConnection) => request<Connection>("POST", "/connections", { json: made }),
  change: (id: string, change: ConnectionChange) =>
    request<Connection>("PATCH", `/connections/${id}`, { json: change }),
  remove: (id: string) => request<void>("DELETE", `/connections/${id}`),
  test: (id: string) => request<Tested>("POST", `/connections/${id}/test`),
  pause: (id: string) => request<Connection>("POST", `/connections/${id}/pause`),
  resume: (id: string) => request<Connection>("POST", `/connections/${id}/resume`),
  /** A broken connection goes on once what was wrong with it was changed; one that somebody paused does not. */
  mended: (changed: Connection) =>
    changed.state === "broken" ? connections.resume(changed.id) : Promise.resolve(changed),
  rotate: (id: string, secrets: Record<string, string>, keep_s: number) =>
    request<Connection>("POST", `/connections/${id}/secrets`, { json: { secrets, keep_s } }),
  inbox: (id: string, state: InboxState | null, cursor: string | undefined, signal: AbortSignal) =>
    request<Page<Received>>("GET", `/connections/${id}/inbox`, {
      query: { limit: PAGE_SIZE, state: state ?? undefined, cursor },
      signal,
    }),
  /** Handles these again; without any, all that failed or wait. */
  replayInbox: (id: string, ids?: number[]) =>
    request<{ replayed: number }>("POST", `/connections/${id}/inbox/replay`, { json: ids ? { ids } : {} }),
  deliveries: (id: string, state: DeliveryState | null, cursor: string | undefined, signal: AbortSignal) =>
    request<Page<Delivery>>("GET", `/connections/${id}/deliveries`, {
      query: { limit: PAGE_SIZE, state: state ?? undefined, cursor },
      signal,
    }),
  replay: (delivery: string) => request<Delivery>("POST", `/deliveries/${delivery}/replay`),
  replayDead: (id: string) => request<{ replayed: number }>("POST", `/connections/${id}/deliveries/replay`),
};
