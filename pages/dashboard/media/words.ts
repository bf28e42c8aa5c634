import type { Asset } from "../../generated/api.ts";
import { formatNumber } from "../../i18n/format.ts";
import { t, textOf } from "../../i18n/texts.ts";
import { timeCode } from "../../ui/format/numbers.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** `1234567` → `1.2 MB`. */
export function size(bytes: number): string {
  let value = bytes;
  let power = 0;
  while (value >= 1000 && power < UNITS.length - 1) {
    value /= 1000;
    power += 1;
  }
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return formatNumber(value, { style: "unit", unit: UNITS[power], maximumFractionDigits: digits });
}

/** What kind of file it is and how long or large: `Video · 1:30 · 1280 × 720 · 12 MB`. */
export function properties({ kind, duration_ms, width, height, pages, bytes }: Asset): string {
  return [
    kind && t(`library-kind-${kind}`),
    duration_ms !== null && timeCode(duration_ms / 1000),
    pages !== null && t("library-pages", { count: pages }),
    kind !== "slides" && width && height && `${width} × ${height}`,
    bytes > 0 && size(bytes),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Why a file cannot be used, and what to do. */
export function failureWords({ code, message }: Asset): string {
  return (code && textOf(`library-failure-${code}`)) ?? message ?? "";
}

/** Film and sound, which can have captions, once they are converted. */
export function isPlayed({ kind, state }: Asset): boolean {
  return state === "ready" && (kind === "video" || kind === "audio");
}
