import type {
  Backfill,
  ChangeConnection,
  Connection,
  ConnectionKinds,
  Connections,
  CreateConnection,
  Delivery,
  DeliveryPage,
  DeliveryState,
  Inbox,
  InboxReplayed,
  ReceivedState,
  Replayed,
  StartBackfill,
  Tested,
} from "../../generated/api.ts";
import { address, request } from "../../ui/request.ts";

const PAGE_SIZE = 50;

export const connections = {
  kinds: (signal: AbortSignal) => request<ConnectionKinds>("GET", "/connection-kinds", { signal }),
  list: (signal: AbortSignal) => request<Connections>("GET", "/connections", { signal }),
  read: (id: string, signal: AbortSignal) => request<Connection>("GET", `/connections/${id}`, { signal }),
  create: (made: CreateConnection) => request<Connection>("POST", "/connections", { json: made }),
  change: (id: string, change: ChangeConnection) =>
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
  inbox: (id: string, state: ReceivedState | null, cursor: string | undefined, signal: AbortSignal) =>
    request<Inbox>("GET", `/connections/${id}/inbox`, {
      query: { limit: PAGE_SIZE, state: state ?? undefined, cursor },
      signal,
    }),
  /** Handles these again; without any, all that failed or wait. */
  replayInbox: (id: string, ids?: number[]) =>
    request<InboxReplayed>("POST", `/connections/${id}/inbox/replay`, { json: ids ? { ids } : {} }),
  deliveries: (id: string, state: DeliveryState | null, cursor: string | undefined, signal: AbortSignal) =>
    request<DeliveryPage>("GET", `/connections/${id}/deliveries`, {
      query: { limit: PAGE_SIZE, state: state ?? undefined, cursor },
      signal,
    }),
  replay: (delivery: string) => request<Delivery>("POST", `/deliveries/${delivery}/replay`),
  previewBackfill: (id: string, past: StartBackfill, signal: AbortSignal) =>
    request<Backfill>("POST", `/connections/${id}/backfill`, {
      query: { preview: "true" },
      json: past,
      signal,
    }),
  backfill: (id: string, past: StartBackfill) =>
    request<Backfill>("POST", `/connections/${id}/backfill`, { json: past }),
  movedBackAddress: (id: string) => address(`/connections/${id}/cannot-go-back.csv`),
  replayDead: (id: string) => request<Replayed>("POST", `/connections/${id}/deliveries/replay`),
};
