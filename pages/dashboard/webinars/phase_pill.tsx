import type { Phase } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Pill, type Tone } from "../../ui/pill.tsx";

const TONE: Record<Phase, Tone> = { waiting: "plain", live: "strong", on_demand: "accent", closed: "plain" };

export function PhasePill({ phase }: { phase: Phase }) {
  return (
    <Pill tone={TONE[phase]} data-phase={phase}>
      {t(`webinars-phase-${phase}`)}
    </Pill>
  );
}
