import type { Session } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const session = {
  read: () => request<Session>("GET", "/session"),
  signIn: (credential: { key: string } | { code: string }) =>
    request<Session>("POST", "/session", { json: credential }),
  signOut: () => request<void>("DELETE", "/session"),
};
