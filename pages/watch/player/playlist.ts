/** HLS playlists as recordings. Pure. Source: RFC 8216, 4.3.3.4 */

const END = "#EXT-X-ENDLIST";
/** A file is seldom exactly as long as was typed. */
const SLACK_S = 2;

/** The playlist, with the mark of its end if it holds the whole recording and has none. */
export function withEnd(playlist: string, durationS: number): string {
  if (playlist.includes(END)) return playlist;
  let lengthS = 0;
  for (const [, seconds] of playlist.matchAll(/^#EXTINF:([\d.]+)/gm)) lengthS += Number(seconds);
  if (lengthS === 0 || lengthS < durationS - SLACK_S) return playlist;
  return `${playlist.trimEnd()}\n${END}\n`;
}
