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

/** The steps as an SVG path in a box of `width` × `height`, from `now - RECENT_MS` to `now`; the highest value touches the top. */
export function stepPath(moments: readonly Moment[], now: number, width: number, height: number): string {
  const highest = Math.max(1, ...moments.map((moment) => moment.value));
  const x = (at: number) => round(Math.max(0, 1 - (now - at) / RECENT_MS) * width);
  const y = (value: number) => round(height - (value / highest) * height);
  const parts = moments.map((moment, index) =>
    index === 0 ? `M${x(moment.at)} ${y(moment.value)}` : `H${x(moment.at)}V${y(moment.value)}`,
  );
  return parts.length > 0 ? `${parts.join("")}H${width}` : "";
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
