import type { ConnectionState } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Pill } from "../../ui/pill.tsx";
import { STATE_TONE } from "./words.ts";

export function StatePill({ state }: { state: ConnectionState }) {
  return (
    <Pill tone={STATE_TONE[state]} data-state={state}>
      {t(`connections-state-${state}`)}
    </Pill>
  );
}
