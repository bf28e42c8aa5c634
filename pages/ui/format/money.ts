/** Amounts of money: typed by people, counted by Stripe in the currency's smallest unit, and written for people. */

import { locale } from "../../i18n/texts.ts";

const ZERO_DECIMALS = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const THREE_DECIMALS = new Set("bhd jod kwd omr tnd".split(" "));

/** The currencies that are offered; others can be set over the API. */
export const CURRENCIES = [
  "eur",
  "usd",
  "gbp",
  "chf",
  "cad",
  "aud",
  "sek",
  "nok",
  "dkk",
  "pln",
  "czk",
  "jpy",
];

function decimals(currency: string): number {
  if (ZERO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** Return the amount in the smallest unit; null for a text that is not an amount of this currency. */
export function minorOf(text: string, currency: string): number | null {
  const found = /^([0-9]{1,8})(?:[.,]([0-9]{1,3}))?$/.exec(text.trim());
  const digits = decimals(currency);
  const fraction = found?.[2] ?? "";
  if (!found || fraction.length > digits) return null;
  return Number(found[1] + fraction.padEnd(digits, "0"));
}

/** Return an amount as it is typed: 4900 of eur is 49.00. */
export function typedOf(minor: number, currency: string): string {
  const digits = decimals(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

/** Return an amount as the reader's language writes it. */
export function money(minor: number, currency: string): string {
  const amount = minor / 10 ** decimals(currency);
  return new Intl.NumberFormat(locale(), { style: "currency", currency: currency.toUpperCase() }).format(
    amount,
  );
}
