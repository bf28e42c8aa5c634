/** The last minutes of a number, as this page saw it. */

export interface Moment {
  /** ms since the epoch. */
  at: number;
  value: number;
}

export const RECENT_MS = 5 * 60_000;

/** `moments` with one more; those that are too old go, except the last of them, which still held at the edge. */
export function remember(moments: readonly Moment[], next: Moment): readonly Moment[] {
  if (moments.at(-1)?.value === next.value) return moments;
  const edge = next.at - RECENT_MS;
  const first = Math.max(
    0,
    moments.findLastIndex((moment) => moment.at <= edge),
  );
  return [...moments.slice(first), next];
}

const REACHES_MS = [20_000, 60_000, 120_000, 180_000, 240_000];

/** The span of the line, ms: little more than what was seen, at most RECENT_MS. */
export function reach(moments: readonly Moment[], now: number): number {
  const seen = now - (moments[0]?.at ?? now);
  return REACHES_MS.find((reach) => reach >= seen) ?? RECENT_MS;
}

/** The steps as an SVG path in a box of `width` × `height`, over `reach` until `now`; the highest value touches the top. */
export function stepPath(moments: readonly Moment[], now: number, width: number, height: number): string {
  const back = reach(moments, now);
  const highest = Math.max(1, ...moments.map((moment) => moment.value));
  const x = (at: number) => round(Math.max(0, 1 - (now - at) / back) * width);
  const y = (value: number) => round(height - (value / highest) * height);
  const parts = moments.map((moment, index) =>
    index === 0 ? `M${x(moment.at)} ${y(moment.value)}` : `H${x(moment.at)}V${y(moment.value)}`,
  );
  return parts.length > 0 ? `${parts.join("")}H${width}` : "";
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
