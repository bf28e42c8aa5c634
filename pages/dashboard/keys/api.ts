import type { AuditLog, EndedSessions, Keys, NewKey, SessionScope, Sessions } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const keys = {
  list: (signal: AbortSignal) => request<Keys>("GET", "/keys", { signal }),
  create: (name: string, scopes: SessionScope[], expires_at: string | null) =>
    request<NewKey>("POST", "/keys", { json: { name, scopes, expires_at } }),
  rotate: (id: string, old_valid_s: number) =>
    request<NewKey>("POST", `/keys/${id}/rotate`, { json: { old_valid_s } }),
  revoke: (id: string) => request<void>("DELETE", `/keys/${id}`),
};

export const sessions = {
  list: (signal: AbortSignal) => request<Sessions>("GET", "/sessions", { signal }),
  end: (id: string) => request<void>("DELETE", `/sessions/${id}`),
  endOthers: () => request<EndedSessions>("DELETE", "/sessions"),
};

export const audit = {
  list: (asked: { action: string; who: string; cursor: string | undefined }, signal: AbortSignal) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(asked)) if (value) query.set(name, value);
    return request<AuditLog>("GET", `/audit?${query}`, { signal });
  },
};
