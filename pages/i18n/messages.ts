/** Every message and its variables. Written by `make texts` from the English catalogue. */
export interface Messages {
  "words-language": never;
  "words-moment": "day" | "time" | "weekday" | "zone";
  "words-status-attended": never;
  "words-status-attended_on_demand": never;
  "words-status-invited": never;
  "words-status-no_show": never;
  "words-status-not_in_program": never;
  "words-status-pending_approval": never;
  "words-status-registered": never;
  "words-status-registration_error": never;
  "words-status-rejected": never;
  "words-status-waitlisted": never;
  "words-time-in-zone": "time" | "zone";
}
