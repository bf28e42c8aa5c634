import { beforeEach, expect, test } from "vitest";
import { restoreCaptions, shownTrack, transcriptTrack, turnCaptions } from "./captions.ts";

const store = new Map<string, string>();
const storage = () =>
  ({
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  }) as unknown as Storage;

function player(...languages: string[]): HTMLVideoElement {
  const chapters = { kind: "chapters", language: "en", mode: "hidden" };
  const tracks = languages.map((language) => ({ kind: "captions", language, mode: "disabled" }));
  return { textTracks: [chapters, ...tracks] } as unknown as HTMLVideoElement;
}

beforeEach(() => store.clear());

test("one key goes from one language to the next, and to none", () => {
  const video = player("fr", "nl");
  const seen: (string | undefined)[] = [];
  for (let press = 0; press < 4; press += 1) {
    turnCaptions(video, storage);
    seen.push(shownTrack(video)?.language);
  }
  expect(seen).toEqual(["fr", "nl", undefined, "fr"]);
});

test("the choice comes back, and no captions stays a choice", () => {
  turnCaptions(player("fr"), storage);
  const again = player("en", "fr");
  restoreCaptions(again, storage);
  expect(shownTrack(again)?.language).toBe("fr");
  turnCaptions(again, storage);
  const last = player("fr");
  restoreCaptions(last, storage);
  expect(shownTrack(last)).toBeNull();
});

test("a transcript is in the language that is shown, else in the reader's, else in the first", () => {
  const video = player("en", "nl-BE");
  expect(transcriptTrack(video, "nl")?.language).toBe("nl-BE");
  expect(transcriptTrack(video, "fr")?.language).toBe("en");
  turnCaptions(video, storage);
  expect(transcriptTrack(video, "nl")?.language).toBe("en");
  expect(transcriptTrack(player(), "fr")).toBeNull();
});

test("without tracks nothing happens, and a browser without storage forgets", () => {
  const none = () => {
    throw new DOMException("denied", "SecurityError");
  };
  turnCaptions(player(), storage);
  const video = player("fr");
  restoreCaptions(video, none);
  turnCaptions(video, none);
  expect(shownTrack(video)?.language).toBe("fr");
});
