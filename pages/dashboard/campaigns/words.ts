import type { CampaignState, RunState, RunStep } from "../../generated/api.ts";
import { t, textOf } from "../../i18n/texts.ts";
import type { Tone } from "../../ui/pill.tsx";

export const STATE_TONE: Record<CampaignState, Tone> = {
  draft: "faint",
  active: "accent",
  paused: "warn",
  archived: "faint",
};

export const RUN_TONE: Record<RunState, Tone> = {
  new: "plain",
  waiting: "plain",
  held: "warn",
  done: "accent",
  skipped: "faint",
  stopped: "faint",
  failed: "danger",
};

/** Why a run or a step was skipped, or a campaign paused, in words. */
export function reasonWords(reason: string): string {
  return textOf(`campaigns-reason-${reason}`) ?? textOf(`errors-${reason}`) ?? reason;
}

/** What became of a step, in words: of its mail or event, if it queued one. */
export function stepWords({ outcome, code, sent }: RunStep): string {
  if (outcome !== "done") return code ? reasonWords(code) : t("campaigns-run-skipped");
  if (!sent) return t("campaigns-run-done");
  const state = textOf(`campaigns-sent-${sent.state}`) ?? textOf(`mails-state-${sent.state}`) ?? sent.state;
  if (sent.state === "delivered" || sent.state === "sent") return state;
  const why = sent.code ? textOf(`campaigns-reason-${sent.code}`) : null;
  return [state, why, sent.message].filter(Boolean).join(" – ");
}
