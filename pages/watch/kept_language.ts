/**
 * The language of a visit. The server knows the person's and the webinar's from the join link; a reload at `/watch` has no
 * link in its address, so that the language stays in the tab beside the link.
 */

const KEY = "latecomer.language";

/**
 * @param pageLanguage what the server wrote into this page
 * @param byLink whether this page was opened by the join link
 * @param chosen whether the reader chose a language, which goes before all
 */
export function visitLanguage(
  pageLanguage: string,
  byLink: boolean,
  chosen: boolean,
  storage: () => Storage,
): string {
  try {
    if (byLink) storage().setItem(KEY, pageLanguage);
    else if (!chosen) return storage().getItem(KEY) ?? pageLanguage;
  } catch {
    // A browser without storage goes by what it accepts.
  }
  return pageLanguage;
}
