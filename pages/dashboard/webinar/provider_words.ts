/** Providers in words. Pure. */

import type { Asked, Provider, Providers } from "../../generated/api.ts";
import { sentence } from "../words.ts";

const PULLED = "pulled";
const NO_CREDENTIALS = "no_credentials";

/** What is wrong with asking a provider; null while nothing is. */
export function troubleWords(provider: Provider): string | null {
  const { last_code, last_message } = provider;
  if (last_code === null || last_code === PULLED || onlyPushes(provider)) return null;
  return last_message || sentence(last_code);
}

/** Whether all that is known of it is what it pushes: nobody gave it credentials for being asked. */
export function onlyPushes({ last_code }: Provider): boolean {
  return last_code === NO_CREDENTIALS;
}

/** Why members still wait for a provider; null while nothing has failed. */
export function registeringWords(known: Providers): string | null {
  const { registering, registering_code: code, registering_message: message } = known;
  if (registering === 0 || code === null) return null;
  return message || sentence(code);
}

const NOTHING_WORDS: Record<string, string> = {
  no_credentials: "has no credentials for being asked: change its secrets",
  paused: "is paused",
  broken: "is broken",
  only_pushes: "only pushes, and cannot be asked",
  window_closed: "is not asked any more: the webinar is over for good",
  invalid_settings: "has settings that are of no use",
};

/** What a refresh could not ask, and why; empty when everybody is asked. */
export function nothingToAsk(asked: readonly Asked[], known: readonly Provider[]): string {
  return asked
    .filter(({ state }) => state === "nothing_to_ask")
    .map(({ connection_id, code }) => {
      const name = known.find((each) => each.connection_id === connection_id)?.name ?? "A connection";
      return `${name} ${NOTHING_WORDS[code ?? ""] ?? `cannot be asked (${code ?? "no reason"})`}.`;
    })
    .join(" ");
}
