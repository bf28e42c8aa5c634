import type { Phase } from "../api/types.ts";
import { PHASE_LABEL } from "../format/words.ts";

export function PhasePill({ phase }: { phase: Phase }) {
  return (
    <span class={`pill phase ${phase}`} data-phase={phase}>
      {PHASE_LABEL[phase]}
    </span>
  );
}
