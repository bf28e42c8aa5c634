/** Providers in words. Pure. */

import type { Asked, Provider, Providers } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { troubleText } from "../words.ts";

const PULLED = "pulled";
const NO_CREDENTIALS = "no_credentials";

/** The problem with pulling from a provider; null without one. */
export function troubleWords(provider: Provider): string | null {
  const { last_code, last_message } = provider;
  if (last_code === null || last_code === PULLED || onlyPushes(provider)) return null;
  return troubleText(last_code, last_message);
}

/** Return true when only pushed data is known: the provider has no credentials for pulling. */
export function onlyPushes({ last_code }: Provider): boolean {
  return last_code === NO_CREDENTIALS;
}

/** Why members still wait for a provider; null while nothing has failed. */
export function registeringWords(known: Providers): string | null {
  const { registering, registering_code: code, registering_message: message } = known;
  if (registering === 0 || code === null) return null;
  return troubleText(code, message);
}

/** The providers that a refresh could not ask, and why; empty when all are asked. */
export function nothingToAsk(asked: readonly Asked[], known: readonly Provider[]): string {
  return asked
    .filter(({ state }) => state === "nothing_to_ask")
    .map(({ connection_id, code }) => {
      const found = known.find((each) => each.connection_id === connection_id);
      return whyNot(code ?? "–", found?.name ?? t("webinar-provider-some"));
    })
    .join(" ");
}

function whyNot(code: string, name: string): string {
  switch (code) {
    case "no_credentials":
    case "only_pushes":
    case "window_closed":
    case "invalid_settings":
      return t(`webinar-provider-${code}`, { name });
    case "paused":
    case "broken":
      return t(`webinar-provider-is_${code}`, { name });
    default:
      return t("webinar-provider-cannot", { name, code });
  }
}
