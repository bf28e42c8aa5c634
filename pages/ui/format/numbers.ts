/** Numbers as people read them; all pages speak English. */

const whole = new Intl.NumberFormat("en");
const oneDecimal = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `1234` → `1,234`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `7.25` → `7.3`, always one decimal. */
export function decimal(value: number): string {
  return oneDecimal.format(value);
}

/** `plural(1, "member")` → `1 member`. */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`;
}

/** The share of `part` in `all`, `0 %` without any; a share that is there is never shown as none, nor as all. */
export function percent(part: number, all: number): string {
  if (all <= 0 || part <= 0) return "0 %";
  const share = (100 * part) / all;
  if (share < 1) return "< 1 %";
  if (part < all && share > 99) return "99 %";
  return `${Math.round(share)} %`;
}

/** A position in the recording, `75` → `1:15`, `3675` → `1:01:15`. */
export function timeCode(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** How long somebody watched, `742.4` → `12m 22s`; under a minute with what counts there, `59.96` → `59.9s`. */
export function duration(seconds: number): string {
  if (seconds < 60) {
    const tenths = Math.floor(seconds * 10 + 1e-6) / 10;
    return Number.isInteger(tenths) ? `${tenths}s` : `${tenths.toFixed(1)}s`;
  }
  const total = Math.floor(seconds);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (hours > 0) return `${hours}h ${String(minutes).padStart(2, "0")}m`;
  return `${minutes}m ${String(total % 60).padStart(2, "0")}s`;
}

/** The same to the millisecond, `60.019` → `1m 00.019s`: where it matters on which side of a limit it is. */
export function exactDuration(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const fraction = ms % 1000 === 0 ? "" : `.${String(ms % 1000).padStart(3, "0")}`;
  const total = Math.floor(ms / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = total % 60;
  if (total < 60) return `${rest}${fraction}s`;
  const end = `${String(rest).padStart(2, "0")}${fraction}s`;
  return hours > 0 ? `${hours}h ${String(minutes).padStart(2, "0")}m ${end}` : `${minutes}m ${end}`;
}

/** What somebody typed for a length: `90`, `1:30` or `1:01:30`, as seconds; null when it is none. */
export function parseDuration(text: string): number | null {
  const parts = text.trim().split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d+(\.\d+)?$/.test(part))) return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}
