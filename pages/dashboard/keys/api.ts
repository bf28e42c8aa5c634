import type { Keys, NewKey, SessionScope } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const keys = {
  list: (signal: AbortSignal) => request<Keys>("GET", "/keys", { signal }),
  create: (name: string, scopes: SessionScope[]) =>
    request<NewKey>("POST", "/keys", { json: { name, scopes } }),
  revoke: (id: string) => request<void>("DELETE", `/keys/${id}`),
};
