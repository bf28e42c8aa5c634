import type { Phase } from "../../generated/api.ts";
import { Pill, type Tone } from "../../ui/pill.tsx";
import { PHASE_LABEL } from "../words.ts";

const TONE: Record<Phase, Tone> = { waiting: "plain", live: "strong", on_demand: "accent", closed: "plain" };

export function PhasePill({ phase }: { phase: Phase }) {
  return (
    <Pill tone={TONE[phase]} data-phase={phase}>
      {PHASE_LABEL[phase]}
    </Pill>
  );
}
