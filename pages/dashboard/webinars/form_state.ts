/** The content of the webinar form, as text, and its meaning on the wire. Pure. */

import type { ChangeWebinar, CreateWebinar, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { parseDuration, timeCode } from "../../ui/format/numbers.ts";
import { dateTime } from "../../ui/format/times.ts";
import { fromWall, isZone, toWall } from "../../ui/format/zones.ts";

export interface WebinarForm {
  name: string;
  timezone: string;
  /** Empty: as each viewer's browser asks. */
  language: string;
  /** Wall-clock text in `timezone`, `2026-03-04T18:00`. */
  starts: string;
  ends: string;
  recordingUrl: string;
  /** `mm:ss`. */
  recordingLength: string;
  liveUrl: string;
  watchUrl: string;
  /** One origin per line. */
  allowedOrigins: string;
  threshold: string;
  grace: string;
  attendeeLimit: string;
  registrantLimit: string;
  cancellations: "ignore" | "remove";
  flipOn: "watch" | "click";
  showViewers: "no" | "yes";
}

const HOUR_MS = 3_600_000;

/** A new webinar: the next full hour, one hour long. */
export function emptyForm(now: number, timezone: string): WebinarForm {
  const starts = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return {
    name: "",
    timezone,
    language: "",
    starts: toWall(starts, timezone),
    ends: toWall(starts + HOUR_MS, timezone),
    recordingUrl: "",
    recordingLength: "",
    liveUrl: "",
    watchUrl: "",
    allowedOrigins: "",
    threshold: "60",
    grace: "",
    attendeeLimit: "",
    registrantLimit: "",
    cancellations: "ignore",
    flipOn: "watch",
    showViewers: "no",
  };
}

export function formOf(webinar: Webinar): WebinarForm {
  const { timezone, recording } = webinar;
  return {
    name: webinar.name,
    timezone,
    language: webinar.language ?? "",
    starts: toWall(Date.parse(webinar.starts_at), timezone),
    ends: toWall(Date.parse(webinar.ends_at), timezone),
    recordingUrl: recording?.url ?? "",
    recordingLength: recording ? lengthText(recording.duration_s) : "",
    liveUrl: webinar.live_url ?? "",
    watchUrl: webinar.watch_url ?? "",
    allowedOrigins: webinar.allowed_origins.join("\n"),
    threshold: String(webinar.watch_threshold_s),
    grace: String(webinar.finish_grace_s),
    attendeeLimit: limitText(webinar.attendee_limit),
    registrantLimit: limitText(webinar.registrant_limit),
    cancellations: webinar.cancellations,
    flipOn: webinar.flip_on,
    showViewers: webinar.show_viewers ? "yes" : "no",
  };
}

export type Errors = Partial<Record<keyof WebinarForm, string>>;

/** The content of the form; it always names the end. */
export type Fields = CreateWebinar & { ends_at: string };
export type Read = { kind: "ok"; fields: Fields } | { kind: "wrong"; errors: Errors };

/** The text beside the threshold: a recording is viewed at half of its length at the latest. */
export function thresholdHint(form: WebinarForm): string {
  const length = form.recordingLength.trim() ? parseDuration(form.recordingLength) : null;
  if (length && isNumber(form.threshold) && Number(form.threshold) > length / 2) {
    return t("webinars-form-threshold_half", {
      length: timeCode(length),
      half: timeCode(Math.floor(length / 2)),
    });
  }
  return t("webinars-form-threshold_hint");
}

/** An http or https address, or a file that this server keeps. */
const RECORDING_ADDRESS = /^(https?:\/\/|\/recordings\/)\S+$/;
/** A longer event is asked about: somebody may have typed the last day of its recording. */
export const LONG_MS = 24 * HOUR_MS;

/** What is asked before a webinar is made: it is over already, or lasts longer than a day. */
export function doubts({ starts_at, ends_at }: Fields, now: number): { past: boolean; long: boolean } {
  const ends = Date.parse(ends_at);
  return { past: ends <= now, long: ends - Date.parse(starts_at) > LONG_MS };
}

/**
 * The values of the form, or its errors. The server judges the rest.
 * @param kept the zone that the webinar has: it may be one that this browser does not know.
 */
export function readForm(form: WebinarForm, kept?: string): Read {
  const errors: Errors = {};
  const starts = fromWall(form.starts, form.timezone);
  const ends = fromWall(form.ends, form.timezone);
  const length = form.recordingLength.trim() ? parseDuration(form.recordingLength) : null;
  const url = form.recordingUrl.trim();

  if (!form.name.trim()) errors.name = t("webinars-form-name_missing");
  if (form.timezone !== kept && !isZone(form.timezone)) errors.timezone = t("webinars-form-timezone_unknown");
  if (!starts) errors.starts = t("webinars-form-starts_missing");
  if (!ends) errors.ends = t("webinars-form-ends_missing");
  if (starts && ends && ends <= starts) errors.ends = t("webinars-form-ends_early");
  if (url && !length && form.recordingLength.trim())
    errors.recordingLength = t("webinars-form-length_missing");
  if (url && !RECORDING_ADDRESS.test(url)) errors.recordingUrl = t("webinars-form-recording_wrong");
  if (!url && form.recordingLength.trim()) errors.recordingUrl = t("webinars-form-recording_missing");
  if (!isNumber(form.threshold)) errors.threshold = t("webinars-form-threshold_wrong");
  if (form.grace.trim() && !isNumber(form.grace)) errors.grace = t("webinars-form-grace_wrong");
  for (const name of ["attendeeLimit", "registrantLimit"] as const) {
    if (form[name].trim() && !/^\d+$/.test(form[name].trim())) errors[name] = t("webinars-form-limit_wrong");
  }
  if (!isEmpty(errors) || !starts || !ends) return { kind: "wrong", errors };

  const fields: Fields = {
    name: form.name.trim(),
    timezone: form.timezone,
    language: form.language || null,
    starts_at: starts,
    ends_at: ends,
    recording: url ? { url, duration_s: length } : null,
    live_url: form.liveUrl.trim() || null,
    watch_url: form.watchUrl.trim() || null,
    allowed_origins: form.allowedOrigins.split(/\s+/).filter(Boolean),
    watch_threshold_s: Number(form.threshold),
    finish_grace_s: limit(form.grace),
    attendee_limit: limit(form.attendeeLimit),
    registrant_limit: limit(form.registrantLimit),
    cancellations: form.cancellations,
    flip_on: form.flipOn,
    show_viewers: form.showViewers === "yes",
  };
  return { kind: "ok", fields };
}

/** Only what differs, so that a change of the name does not also ask for the times. */
export function changed(before: Fields, after: Fields): ChangeWebinar {
  const entries = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Fields]),
  );
  return Object.fromEntries(entries);
}

/** Without what says nothing: a new webinar takes the server's defaults. */
export function withoutNulls(fields: Fields): Fields {
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(said) as unknown as Fields;
}

const FORM_NAME: Record<string, keyof WebinarForm> = {
  name: "name",
  timezone: "timezone",
  language: "language",
  starts_at: "starts",
  ends_at: "ends",
  recording: "recordingUrl",
  "recording.url": "recordingUrl",
  "recording.duration_s": "recordingLength",
  live_url: "liveUrl",
  watch_url: "watchUrl",
  allowed_origins: "allowedOrigins",
  watch_threshold_s: "threshold",
  finish_grace_s: "grace",
  attendee_limit: "attendeeLimit",
  registrant_limit: "registrantLimit",
  cancellations: "cancellations",
  flip_on: "flipOn",
  show_viewers: "showViewers",
};

/** The server's complaints at the form's own fields; those about nothing in the form are left to the message. */
export function errorsOf(fields: Readonly<Record<string, string>>): Errors {
  const errors: Errors = {};
  for (const [name, message] of Object.entries(fields)) {
    const at = FORM_NAME[name] ?? FORM_NAME[name.replace(/\.\d+$/, "")];
    if (at) errors[at] = message;
  }
  return errors;
}

export function isEmpty(errors: Errors): boolean {
  return Object.keys(errors).length === 0;
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text)) && Number(text) >= 0;
}

function limit(text: string): number | null {
  return text.trim() ? Number(text) : null;
}

function limitText(value: number | null): string {
  return value === null ? "" : String(value);
}

function lengthText(seconds: number): string {
  const fraction = seconds % 1;
  return fraction ? `${timeCode(seconds)}${String(Number(fraction.toFixed(3))).slice(1)}` : timeCode(seconds);
}

/** A typed moment as every page writes it, with its weekday and zone; where the clocks skip it, that is said. */
export function asRead(wall: string, zone: string): string | undefined {
  const instant = fromWall(wall, zone);
  if (instant === null) return undefined;
  const moment = dateTime(instant, zone);
  return toWall(Date.parse(instant), zone) === wall.slice(0, 16)
    ? moment
    : t("webinars-form-skipped", { moment });
}
