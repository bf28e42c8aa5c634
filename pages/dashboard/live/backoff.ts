const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the next try to connect.
 * @param attempt tries that failed in a row so far, from 0.
 * @param random uniform in [0, 1); spreads many dashboards after a restart of the server.
 * @returns ms, between half and the whole of the doubling delay.
 */
export function delayMs(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(whole * (0.5 + random / 2));
}
