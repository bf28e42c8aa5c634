/** The lines of the chat as a console keeps them: by id, each as it was last told. */
import type { HostLine } from "../generated/api.ts";

/** The number of kept lines; those that wait for a host are kept beyond it. */
const MOST = 1_000;

export type Lines = ReadonlyMap<string, HostLine>;

/** @returns the lines with those that are new or changed, in the order of their time */
export function withNews(before: Lines, news: readonly HostLine[]): Lines {
  if (news.length === 0) return before;
  const all = new Map([...before, ...news.map((line) => [line.id, line] as const)]);
  const ordered = [...all.values()].sort((one, other) => one.at.localeCompare(other.at));
  const spare = ordered.length - MOST;
  const kept = ordered.filter((line, place) => place >= spare || line.state === "held");
  return new Map(kept.map((line) => [line.id, line]));
}

/** @returns the members' held lines that no host has answered */
export function waiting(lines: Lines): HostLine[] {
  const answered = new Set([...lines.values()].map((line) => line.reply_to));
  return [...lines.values()].filter((line) => line.state === "held" && !answered.has(line.id));
}
