/** The meanings that somebody chose for the columns of files, remembered by heading in this browser. */

/** Meanings by heading. */
export type Mapping = Readonly<Record<string, string>>;

const KEY = "latecomer.csv";
const MOST = 500;

/** The fields of a member and what else a column may be, as the server calls them. */
export const MEANINGS = [
  "email",
  "first_name",
  "last_name",
  "phone",
  "company",
  "job_title",
  "industry",
  "street_address",
  "city",
  "state",
  "postal_code",
  "country",
  "language",
  "status",
  "attended",
  "joined",
  "left",
  "duration",
  "property",
  "ignored",
] as const;

export function remembered(store: Pick<Storage, "getItem"> = localStorage): Mapping {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const known: readonly string[] = MEANINGS;
    return Object.fromEntries(Object.entries(kept).filter(([, meaning]) => known.includes(meaning)));
  } catch {
    return {};
  }
}

/** Keep the meanings of these headings beside those of other files; the latest stay when there are too many. */
export function remember(chosen: Mapping, store: Pick<Storage, "getItem" | "setItem"> = localStorage): void {
  const others = Object.entries(remembered(store)).filter(([heading]) => !(heading in chosen));
  const all = [...others, ...Object.entries(chosen)].slice(-MOST);
  try {
    store.setItem(KEY, JSON.stringify(Object.fromEntries(all)));
  } catch {
    // A full or forbidden store: the next file is asked about again.
  }
}

/** The part of what is remembered that a file with these headings needs. */
export function mappingFor(headings: readonly string[], kept: Mapping): Mapping {
  return Object.fromEntries(headings.flatMap((heading) => (kept[heading] ? [[heading, kept[heading]]] : [])));
}
