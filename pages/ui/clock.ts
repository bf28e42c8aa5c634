import { signal } from "@preact/signals";

const STEP_MS = 5000;

/** The time now, in ms, in steps fine enough for "12 s ago". */
export const now = signal(Date.now());

setInterval(() => {
  if (document.visibilityState === "visible") now.value = Date.now();
}, STEP_MS);
