/** Where this script came from: by its own tag, or, run as text or as a module, by whatever loaded it. */

const NAME = /\/viewer\.js([?#]|$)/;

/** Its own tag. A module, or text that was fetched and run, has none; then the page's tag of that address. */
export const ownScript: HTMLScriptElement | null = findOwn();

function findOwn(): HTMLScriptElement | null {
  const current = document.currentScript as HTMLScriptElement | null;
  if (current && (current.src || current.dataset.server)) return current;
  return [...document.scripts].find(({ src }) => NAME.test(src)) ?? current;
}

/** The server to report to; null where nothing says it. */
export function ownServer(): string | null {
  if (ownScript?.dataset.server) return ownScript.dataset.server;
  const src = ownScript?.src || fetchedFrom();
  return src ? new URL(".", src).href : null;
}

/** Where a script was loaded from that runs as text. */
function fetchedFrom(): string | undefined {
  const loaded = performance.getEntriesByType?.("resource") ?? [];
  return loaded.map(({ name }) => name).findLast((name) => NAME.test(name));
}
