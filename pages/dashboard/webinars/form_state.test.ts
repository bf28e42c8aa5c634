import { describe, expect, test } from "vitest";
import { Problem, problemFrom } from "../../ui/problem.ts";
import { address } from "../../ui/request.ts";
import {
  asRead,
  changed,
  doubts,
  emptyForm,
  errorsOf,
  readForm,
  thresholdHint,
  withoutNulls,
} from "./form_state.ts";

const NOW = Date.parse("2026-03-04T16:20:00Z");
const FORM = { ...emptyForm(NOW, "Europe/Berlin"), name: "Launch" };

describe("readForm", () => {
  test("a new webinar is at the next full hour, in its own time zone", () => {
    const read = readForm(FORM);
    expect(read).toMatchObject({
      kind: "ok",
      fields: { name: "Launch", starts_at: "2026-03-04T17:00:00.000Z", ends_at: "2026-03-04T18:00:00.000Z" },
    });
    expect(read.kind === "ok" && withoutNulls(read.fields)).not.toHaveProperty("recording");
  });

  test("a grace that is left empty is the server's business", () => {
    const read = readForm(FORM);
    expect(read.kind === "ok" && withoutNulls(read.fields)).not.toHaveProperty("finish_grace_s");
    expect(readForm({ ...FORM, grace: "7" })).toMatchObject({ fields: { finish_grace_s: 7 } });
  });

  test("a recording needs its address; its file says how long it is", () => {
    const url = { ...FORM, recordingUrl: "/recordings/a.mp4" };
    expect(readForm(url)).toMatchObject({
      fields: { recording: { url: "/recordings/a.mp4", duration_s: null } },
    });
    expect(readForm({ ...url, recordingLength: "soon" })).toMatchObject({
      kind: "wrong",
      errors: { recordingLength: expect.any(String) },
    });
    expect(readForm({ ...FORM, recordingLength: "3:00" })).toMatchObject({
      errors: { recordingUrl: expect.any(String) },
    });
    expect(readForm({ ...url, recordingLength: "3:00" })).toMatchObject({
      fields: { recording: { url: "/recordings/a.mp4", duration_s: 180 } },
    });
  });

  test("the zone and the recording are looked at before anything is asked", () => {
    expect(readForm({ ...FORM, timezone: "Bruxelles" })).toMatchObject({
      errors: { timezone: expect.stringMatching(/Europe/) },
    });
    expect(readForm({ ...FORM, timezone: "Mars/Olympus" }, "Mars/Olympus")).toMatchObject({ kind: "ok" });
    for (const recordingUrl of [
      "my video.mp4",
      "video.mp4",
      "https://a.example/b c.mp4",
      "ftp://a.example/b.mp4",
    ]) {
      expect(readForm({ ...FORM, recordingUrl })).toMatchObject({
        errors: { recordingUrl: expect.stringMatching(/https/) },
      });
    }
  });

  test("an event that is over, and one of thirty days, are asked about", () => {
    const read = readForm({ ...FORM, starts: "2026-03-04T18:00", ends: "2026-04-03T18:00" });
    if (read.kind !== "ok") throw new Error("the form is right");
    expect(doubts(read.fields, NOW)).toEqual({ past: false, long: true });
    expect(doubts(read.fields, NOW + 60 * 86_400_000)).toEqual({ past: true, long: true });
    const short = readForm(FORM);
    expect(short.kind === "ok" && doubts(short.fields, NOW)).toEqual({ past: false, long: false });
  });

  test("a threshold above half of the recording says what counts instead", () => {
    const form = { ...FORM, recordingLength: "3:00" };
    expect(thresholdHint({ ...form, threshold: "600" })).toMatch(/3:00.*1:30/);
    expect(thresholdHint({ ...form, threshold: "91" })).toMatch(/1:30/);
    for (const other of [
      { threshold: "90" },
      { threshold: "a minute" },
      { recordingLength: "", threshold: "600" },
    ]) {
      expect(thresholdHint({ ...form, ...other })).not.toMatch(/1:30/);
    }
  });

  test.each([
    [{ name: " " }, "name"],
    [{ starts: "" }, "starts"],
    [{ ends: FORM.starts }, "ends"],
    [{ threshold: "a minute" }, "threshold"],
    [{ grace: "soon" }, "grace"],
    [{ attendeeLimit: "-1" }, "attendeeLimit"],
  ])("%j is wrong at %s", (wrong, field) => {
    const read = readForm({ ...FORM, ...wrong });
    expect(read.kind === "wrong" && Object.keys(read.errors)).toEqual([field]);
  });

  test("a change asks only for what differs", () => {
    const before = readForm(FORM);
    const after = readForm({ ...FORM, name: "Big launch" });
    if (before.kind !== "ok" || after.kind !== "ok") throw new Error("both forms are fine");
    expect(changed(before.fields, after.fields)).toEqual({ name: "Big launch" });
  });
});

describe("a refusal", () => {
  test("finds its field, however it is named", () => {
    const problem = problemFrom(422, {
      code: "invalid_url",
      detail: "No such scheme.",
      errors: [
        { field: "/recording/url", message: "Must be http or https." },
        { pointer: "#/allowed_origins/0", detail: "No path." },
      ],
    });
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.message).toMatch(/^No such scheme\./);
    expect(errorsOf(problem.fields)).toEqual({
      recordingUrl: "Must be http or https.",
      allowedOrigins: "No path.",
    });
  });

  test.each([[undefined], ["<html>"], [null], [[1]]])("without details still says something: %j", (body) => {
    expect(problemFrom(502, body)).toMatchObject({ code: "unexpected", status: 502, fields: {} });
  });
});

test("an address repeats a list and leaves out what is undefined", () => {
  expect(
    address("/webinars/w/members", { q: "a b", status: ["no_show", "attended"], cursor: undefined }),
  ).toBe("/api/v1/webinars/w/members?q=a+b&status=no_show&status=attended");
});

describe("a typed moment", () => {
  test("is read back with its weekday and zone", () => {
    expect(asRead("2026-03-28T02:30", "Europe/Berlin")).toMatch(/^Sat 28 Mar 2026, 02:30/);
    expect(asRead("2026-10-25T02:30", "Europe/Berlin")).toMatch(/^Sun 25 Oct 2026, 02:30/);
    expect(asRead("soon", "Europe/Berlin")).toBeUndefined();
  });

  test("that the clocks skip is the one after it, and said", () => {
    expect(asRead("2026-03-29T02:30", "Europe/Berlin")).toMatch(
      /^The clocks skip this time on that day: .*Sun 29 Mar 2026, 03:30/,
    );
  });
});
