/** Times and amounts as people read them. */

const PARTS: [name: string, ms: number][] = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
];

/** A countdown's fields, the largest first; days and hours only when there are any. */
export function countdown(ms: number): { name: string; value: string }[] {
  let left = Math.max(0, Math.ceil(ms / 1_000) * 1_000);
  const parts = PARTS.map(([name, length]) => {
    const value = Math.floor(left / length);
    left -= value * length;
    return { name: value === 1 ? name.slice(0, -1) : name, value };
  });
  const first = parts.findIndex(({ value }) => value > 0);
  const shown = parts.slice(first < 0 ? 2 : Math.min(first, 2));
  return shown.map(({ name, value }) => ({ name, value: String(value).padStart(2, "0") }));
}

/** A countdown as a sentence for screen readers, without seconds. */
export function spokenCountdown(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return "less than a minute";
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [counted(days, "day"), counted(hours, "hour"), counted(rest, "minute")].filter(Boolean);
  return parts.join(", ");
}

function counted(count: number, unit: string): string {
  return count ? `${count} ${unit}${count === 1 ? "" : "s"}` : "";
}

/** A position in a recording: `1:05`, `1:02:03`. */
export function position(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** An amount of watching: `40 sec`, `12 min`, `1 h 5 min`. */
export function amount(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} sec`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A day and time in the reader's own zone, or in `timeZone`. */
export function moment(text: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(new Date(text));
}

/** A day, in the reader's own zone. */
export function day(text: string): string {
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" }).format(
    new Date(text),
  );
}

/** What a status means to the person who has it; empty when it says nothing to them. */
export function attendance(status: string): string {
  if (status === "attended") return "You attended";
  if (status === "attended_on_demand") return "Attended on demand";
  return "";
}
