import type { CampaignState, RunState } from "../../generated/api.ts";
import { textOf } from "../../i18n/texts.ts";
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

/** Why a run was skipped or a campaign paused, in words. */
export function reasonWords(reason: string): string {
  return textOf(`campaigns-reason-${reason}`) ?? reason;
}
