import { signal } from "@preact/signals";
import { still } from "./still.ts";

const STEP_MS = 5000;

/** The time now, in ms, in steps fine enough for "12 s ago". */
export const now = signal(Date.now());

setInterval(() => {
  if (document.visibilityState === "visible" && !still.value) now.value = Date.now();
}, STEP_MS);
