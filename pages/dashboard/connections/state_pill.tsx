import { Pill } from "../../ui/pill.tsx";
import type { ConnectionState } from "../api/connection_types.ts";
import { STATE_LABEL, STATE_TONE } from "./words.ts";

export function StatePill({ state }: { state: ConnectionState }) {
  return (
    <Pill tone={STATE_TONE[state]} data-state={state}>
      {STATE_LABEL[state]}
    </Pill>
  );
}
