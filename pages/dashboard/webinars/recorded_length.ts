import type { Webinar } from "../../generated/api.ts";

/** The length of what can be watched after the event, in seconds: the recording, else the rundown's replay. */
export function recordedLength({ recording, rundown }: Webinar): number | null {
  return recording?.duration_s ?? rundown?.duration_s ?? null;
}
