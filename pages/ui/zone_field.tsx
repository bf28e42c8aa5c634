import { useMemo } from "preact/hooks";
import { formatZone, knownZone } from "../i18n/format.ts";
import { t } from "../i18n/texts.ts";
import { TextField } from "./field.tsx";
import { zoneCalled, zones } from "./format/zones.ts";

interface Props {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onValue: (zone: string) => void;
  disabled?: boolean;
}

/** A time zone, found by its name, its city in the page's language, or its offset now. */
export function ZoneField({ label, hint, error, value, onValue, disabled = false }: Props) {
  const offers = useMemo(() => {
    const now = new Date();
    return zones().map((zone) => [zone, formatZone(now, zone)] as const);
  }, []);
  const known = knownZone(value) === value;
  const zone = formatZone(new Date(), value);
  return (
    <TextField
      label={label}
      hint={known ? (hint ? `${zone}. ${hint}` : zone) : t("ui-zone_unknown")}
      error={error}
      name="timezone"
      autoComplete="off"
      spellcheck={false}
      disabled={disabled}
      required
      offers={offers}
      value={value}
      onValue={onValue}
      onBlur={() => onValue(zoneCalled(value, offers) ?? value)}
    />
  );
}
