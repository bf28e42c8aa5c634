import { request } from "../../ui/request.ts";
import type { ApiKey, NewApiKey, Page, Scope } from "../api/types.ts";

export const keys = {
  list: (signal: AbortSignal) => request<Page<ApiKey>>("GET", "/keys", { signal }),
  create: (name: string, scopes: Scope[]) => request<NewApiKey>("POST", "/keys", { json: { name, scopes } }),
  revoke: (id: string) => request<void>("DELETE", `/keys/${id}`),
};
