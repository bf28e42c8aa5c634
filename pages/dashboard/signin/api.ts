import { request } from "../../ui/request.ts";
import type { Session } from "../api/types.ts";

export const session = {
  read: () => request<Session>("GET", "/session"),
  signIn: (credential: { key: string } | { code: string }) =>
    request<Session>("POST", "/session", { json: credential }),
  signOut: () => request<void>("DELETE", "/session"),
};
