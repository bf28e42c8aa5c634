import { describe, expect, test } from "vitest";
import type { Connection, ConnectionKind } from "../../generated/api.ts";
import { draftsOf, fieldsOf, isDrafts, isPlaced, readDrafts, type Schema } from "./schema.ts";
import { given, missing } from "./secret_fields.tsx";
import {
  aboutWhom,
  attemptWords,
  boundWords,
  contentWords,
  eventWords,
  failures,
  failuresWords,
  kindWords,
  nameWords,
  outcomeWords,
  refusedWords,
  troubleWords,
  waits,
  waitsWords,
} from "./words.ts";

/** As msgspec writes it of a struct with another one in it. */
const SCHEMA: Schema = {
  $ref: "#/$defs/Settings",
  $defs: {
    Settings: {
      title: "Settings",
      type: "object",
      properties: {
        endpoint: { type: "string" },
        max_age_s: { type: "integer", default: 300 },
        finish_on_end: { type: "boolean", default: true },
        names: { $ref: "#/$defs/Names", default: { invited: "Invited" } },
        activity: { anyOf: [{ $ref: "#/$defs/Activity" }, { type: "null" }], default: null },
        types: { type: "array", items: { enum: ["member.registered", "member.joined"] }, default: [] },
        hosts: { type: "array", items: { type: "string" }, default: [] },
        region: { enum: ["eu", "us"], default: "us" },
        ratio: { anyOf: [{ type: "number" }, { type: "null" }], default: null },
        odd: { anyOf: [{ type: "string" }, { type: "integer" }], default: 1 },
      },
      required: ["endpoint"],
    },
    Names: {
      type: "object",
      properties: { invited: { anyOf: [{ type: "string" }, { type: "null" }], default: "Invited" } },
      required: [],
    },
    Activity: {
      type: "object",
      properties: { type_id: { type: "integer" }, event_id: { type: "string", default: "eventId" } },
      required: ["type_id"],
    },
  },
};

describe("a form made of a schema", () => {
  const fields = fieldsOf(SCHEMA);
  const field = (name: string) => fields.find((each) => each.name === name);

  test("has a control for every property, in its order", () => {
    expect(fields.map(({ name, shape }) => [name, shape.kind])).toEqual([
      ["endpoint", "text"],
      ["max_age_s", "number"],
      ["finish_on_end", "flag"],
      ["names", "group"],
      ["activity", "group"],
      ["types", "several"],
      ["hosts", "lines"],
      ["region", "choice"],
      ["ratio", "number"],
      ["odd", "json"],
    ]);
    expect(field("endpoint")?.required).toBe(true);
    expect([field("names")?.nullable, field("activity")?.nullable]).toEqual([false, true]);
    expect(field("max_age_s")?.label).toBe("Max age (seconds)");
  });

  test("says what each is for, in the reader's language", () => {
    expect(field("endpoint")?.hint).toContain("REST address of your instance");
    expect(field("activity")?.hint).toContain("Without it they are not sent");
    expect(field("names")?.hint).toBe("");
  });

  test("left alone it means the defaults", () => {
    const drafts = { ...draftsOf(fields, {}), endpoint: " https://a.example " };
    expect(readDrafts(fields, drafts)).toEqual({
      kind: "ok",
      settings: {
        endpoint: "https://a.example",
        max_age_s: 300,
        finish_on_end: true,
        names: { invited: "Invited" },
        activity: null,
        types: [],
        hosts: [],
        region: "us",
        ratio: null,
        odd: 1,
      },
    });
  });

  test("what a connection has comes back as it was", () => {
    const settings = {
      endpoint: "https://a.example",
      max_age_s: 60,
      finish_on_end: false,
      names: { invited: null },
      activity: { type_id: 7, event_id: "id" },
      types: ["member.joined"],
      hosts: ["a", "b"],
      region: "eu",
      ratio: 0.5,
      odd: "x",
    };
    expect(readDrafts(fields, draftsOf(fields, settings))).toEqual({ kind: "ok", settings });
  });

  test("says what means nothing, each at its own place", () => {
    const drafts = draftsOf(fields, { activity: {} });
    expect(isDrafts(drafts.activity ?? null)).toBe(true);
    expect(readDrafts(fields, { ...drafts, max_age_s: "1.5", ratio: "half", odd: "{" })).toEqual({
      kind: "wrong",
      errors: {
        "settings.endpoint": "This is needed.",
        "settings.activity.type_id": "This is needed.",
        "settings.max_age_s": "A whole number.",
        "settings.ratio": "A number.",
        "settings.odd": "This is not JSON.",
      },
    });
  });

  test("knows which refusals stand beside one of its fields", () => {
    expect(isPlaced(fields, "settings.activity.type_id")).toBe(true);
    expect(isPlaced(fields, "settings.hosts.1")).toBe(true);
    expect(isPlaced(fields, "settings")).toBe(false);
    expect(isPlaced(fields, "settings.unknown")).toBe(false);
  });

  test("an empty secret is none", () => {
    expect(given({ one: "x", two: " " })).toEqual({ one: "x" });
    const secret = { required: true, made_here: false };
    const kind = {
      secrets: [
        { ...secret, name: "one" },
        { ...secret, name: "two" },
        { ...secret, name: "made", made_here: true },
        { ...secret, name: "free", required: false },
      ],
    } as unknown as ConnectionKind;
    expect(missing(kind, { one: "x", two: " " })).toEqual({ "secrets.two": "This is needed." });
  });
});

describe("words", () => {
  const connection = {
    webinars: [],
    inbox: { new: 1, done: 5, waiting: 2, failed: 3 },
    outgoing: { waiting: 1000, retrying: 2, dead: 4, last_code: "http_503", last_message: "" },
  } as unknown as Connection;
  const kind = {
    receives_webhooks: true,
    reports_attendance: true,
    takes_payments: false,
    sends_events: false,
    can_be_pulled: true,
    sends_all_webinars: false,
  } as ConnectionKind;

  test("of what waits and what failed, both ways", () => {
    expect([waits(connection), failures(connection)]).toEqual([1005, 7]);
    expect(waitsWords(connection)).toBe(
      "1 to handle, 2 for somebody or a webinar to be known, 1,000 to send, 2 to send again",
    );
    expect(failuresWords(connection)).toBe("3 received and not handled, 4 not delivered");
  });

  test("of why something waits or was not taken", () => {
    const { outgoing } = connection;
    expect(troubleWords(connection)).toBe("Http 503");
    const told = { ...connection, outgoing: { ...outgoing, last_message: "answered 503" } };
    expect(troubleWords(told)).toBe("answered 503");
    expect(troubleWords({ ...told, outgoing: { ...told.outgoing, retrying: 0, dead: 0 } })).toBeNull();
    const there = { state: "delivered", code: "already_there", message: "This step was reached." } as const;
    expect(attemptWords(there)).toBe("Already there: This step was reached.");
    expect(attemptWords({ ...there, code: "delivered" })).toBe("");
    expect(attemptWords({ state: "waiting", code: "timeout", message: "" })).toBe("Timeout");
  });

  test("of what a vendor tells", () => {
    const told = { vendor_event: null, external_id: "1", webinar_id: null, who: "Ada Byron" };
    expect(contentWords({ ...told, event: "registered" })).toBe("Registration: Ada Byron");
    expect(contentWords({ ...told, event: "session_ended", who: null })).toBe("Session ended");
    expect(contentWords({ ...told, event: "unknown", vendor_event: "poll.closed", who: null })).toBe(
      "poll.closed",
    );
  });

  test("of a kind", () => {
    expect(kindWords(kind)).toBe(
      "pushes registrations and attendance in; with API credentials, people are registered there and attendance is fetched",
    );
    const bounces = { ...kind, reports_attendance: false, can_be_pulled: false };
    expect(kindWords(bounces)).toBe("reports mails that bounced, and complaints");
    expect(kindWords({ ...bounces, takes_payments: true })).toBe(
      "takes the payments of paid entry, and reports them",
    );
    expect(boundWords(connection, kind)).toBe("no webinar yet");
    expect(boundWords(connection, { ...kind, sends_all_webinars: true })).toBe("all webinars");
  });

  test("of secrets and settings", () => {
    expect(["client_id", "url", "max_age_s", "signing_secret"].map(nameWords)).toEqual([
      "Client ID",
      "URL",
      "Max age (seconds)",
      "Signing secret",
    ]);
  });

  test.each([
    ["member.registered", {}, "Registered"],
    ["member.status_changed", { from_status: null, status: "registered" }, "Became Registered"],
    [
      "member.status_changed",
      { from_status: "no_show", status: "attended_on_demand" },
      "No-Show → Attended On-Demand",
    ],
    ["member.watched", { mode: "on_demand", watched_s: 75 }, "Watched 1m 15s on demand"],
    ["webinar.finished", {}, "The webinar was finished"],
    ["member.rated", {}, "Another event (member.rated)"],
  ])("of %s", (type, data, words) => {
    expect(eventWords({ type, data })).toBe(words);
  });

  test("of whom it is about, also once the name is gone", () => {
    expect(aboutWhom({ first_name: "Ada", last_name: "Byron", email: "ada@example.com" })).toBe("Ada Byron");
    expect(aboutWhom({ first_name: null, email: "ada@example.com" })).toBe("ada@example.com");
    expect(aboutWhom({ status: "registered" })).toBe("");
  });

  test("of codes, known or not", () => {
    expect([outcomeWords("no_email"), outcomeWords("too_new"), outcomeWords(null)]).toEqual([
      "Of somebody whom nobody knows yet",
      "Something else (too_new)",
      "To be handled",
    ]);
    expect([refusedWords("wrong_signature"), refusedWords("too_odd"), refusedWords(null)]).toEqual([
      "not signed with our secret",
      "for another reason (too_odd)",
      "",
    ]);
  });
});
