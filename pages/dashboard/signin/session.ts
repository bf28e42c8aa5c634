/** The signed-in user, for the whole page. */

import { signal } from "@preact/signals";
import type { SessionScope as Scope, Session } from "../../generated/api.ts";
import { Problem } from "../../ui/problem.ts";
import { onSignedOut } from "../../ui/request.ts";
import { session as api } from "./api.ts";

export type SessionState =
  | { kind: "unknown" }
  | { kind: "out" }
  | { kind: "in"; session: Session }
  | { kind: "unreachable"; problem: Problem };

export const session = signal<SessionState>({ kind: "unknown" });

onSignedOut(() => {
  session.value = { kind: "out" };
});

/** Asks the server whether this browser is signed in already. */
export async function readSession(): Promise<void> {
  try {
    session.value = { kind: "in", session: await api.read() };
  } catch (thrown) {
    const problem = thrown instanceof Problem ? thrown : new Problem("unexpected", 0, String(thrown));
    session.value = problem.status === 401 ? { kind: "out" } : { kind: "unreachable", problem };
  }
}

export async function signIn(credential: { key: string } | { code: string }): Promise<void> {
  session.value = { kind: "in", session: await api.signIn(credential) };
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } finally {
    session.value = { kind: "out" };
  }
}

/** Return true when the signed-in user has this scope. */
export function may(scope: Scope): boolean {
  const state = session.value;
  if (state.kind !== "in") return false;
  return state.session.scopes.includes(scope) || state.session.scopes.includes("admin");
}
