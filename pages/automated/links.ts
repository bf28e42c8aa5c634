/** The web addresses in a line of the chat. */

/** A stretch of text; with `href` it is a link. */
export interface Piece {
  text: string;
  href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"“”]+/giu;
/** Marks that end a sentence around an address rather than the address. */
const MARKS = /[.,;:!?'’…*_»]$/u;

/** @returns the text in pieces; addresses with http and https become links, nothing else does */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = URL.canParse(address) ? new URL(address) : null;
    // An address with a password in it shows another host than it leads to.
    if (!href?.hostname || href.username || href.password) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: address, href: href.href });
    from = match.index + address.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

function trimmed(address: string): string {
  let kept = address;
  while (MARKS.test(kept) || (kept.endsWith(")") && !kept.includes("("))) kept = kept.slice(0, -1);
  return kept;
}
