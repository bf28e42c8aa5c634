import { expect, test } from "vitest";
import { withEnd } from "./playlist.ts";

const TEN = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5.0,\na.ts\n#EXTINF:4.9,\r\nb.ts";

test("a playlist that holds the whole recording ends", () => {
  expect(withEnd(TEN, 10)).toBe(`${TEN}\n#EXT-X-ENDLIST\n`);
  expect(withEnd(TEN, 11.9)).toMatch(/ENDLIST/);
});

test.each([
  ["one that is still written", TEN, 60],
  ["a list of playlists", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n", 1],
  ["one that has its end", `${TEN}\n#EXT-X-ENDLIST\n`, 10],
])("%s stays as it is", (_, playlist, durationS) => {
  expect(withEnd(playlist, durationS)).toBe(playlist);
});
