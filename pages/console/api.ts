/** The calls of the console; a host's link or a session stands behind them. */

import type { ChatMode, Console, HostLine, Presenter } from "../generated/api.ts";
import { request } from "../ui/request.ts";

export type Destination = { to: "chat" } | { to: "slate"; message: string } | { to: "live_url"; url: string };

/** @returns the calls about one webinar */
export function consoleOf(webinar: string) {
  const path = `/webinars/${webinar}`;
  const post = <T = unknown>(to: string, json?: unknown) => request<T>("POST", `${path}${to}`, { json });
  return {
    read: (since: number, signal: AbortSignal) =>
      request<Console>("GET", `${path}/console`, { query: { since }, signal }),
    start: () => post("/start"),
    end: () => post("/end"),
    takeOver: (where: Destination) => post("/take_over", where),
    giveBack: (resume: "where_stopped" | "wall_clock") => post("/give_back", { resume }),
    setMode: (mode: ChatMode, slow_s: number) =>
      request("PUT", `${path}/chat/mode`, { json: { mode, slow_s } }),
    say: (client_id: string, text: string) => post<HostLine>("/chat", { client_id, text }),
    move: (line: string, verb: "approve" | "reject" | "delete") => post(`/chat/${line}/${verb}`),
    answer: (line: string, client_id: string, text: string, isPrivate: boolean) =>
      post(`/chat/${line}/answer`, { client_id, text, private: isPrivate }),
    approveAll: (member: string) => post(`/chat/members/${member}/approve`),
    ban: (member: string, isBanned: boolean) =>
      request(isBanned ? "POST" : "DELETE", `${path}/bans/${member}`),
    poll: (item: string, verb: "open" | "close" | "publish" | "unpublish") => post(`/polls/${item}/${verb}`),
    invite: (email: string, name: string, role: "host" | "presenter") =>
      post<Presenter>("/presenters", { email, name, role }),
    dismiss: (presenter: string) => request("DELETE", `${path}/presenters/${presenter}`),
  };
}

export type Calls = ReturnType<typeof consoleOf>;
