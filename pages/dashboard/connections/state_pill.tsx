import type { ConnectionState } from "../../generated/api.ts";
import { Pill } from "../../ui/pill.tsx";
import { STATE_LABEL, STATE_TONE } from "./words.ts";

export function StatePill({ state }: { state: ConnectionState }) {
  return (
    <Pill tone={STATE_TONE[state]} data-state={state}>
      {STATE_LABEL[state]}
    </Pill>
  );
}
