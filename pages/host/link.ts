/** A presenter's link: the bearer of its calls, and the webinar that it opens. */

export interface Link {
  token: string;
  webinar: string;
}

const KEY = "latecomer.host";
const PAGE = "/host";
const TOKEN = /^[A-Za-z0-9_-]{72}$/;
const ID_CHARACTERS = 22;

interface Kept {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/**
 * Takes the token out of the address bar, where others could read it, and keeps it in this tab for reloads.
 * @returns null where there is no link
 */
export function takeLink(
  { pathname }: { pathname: string },
  history: { replaceState(data: unknown, unused: string, url: string): void },
  storage: () => Kept,
): Link | null {
  const named = pathname.startsWith("/p/") ? pathname.slice(3) : null;
  const token = named ?? kept(storage);
  if (token === null || !TOKEN.test(token)) return null;
  if (named !== null) {
    keep(storage, token);
    history.replaceState(null, "", PAGE);
  }
  return { token, webinar: webinarOf(token) };
}

function kept(storage: () => Kept): string | null {
  try {
    return storage().getItem(KEY);
  } catch {
    return null;
  }
}

function keep(storage: () => Kept, token: string): void {
  try {
    storage().setItem(KEY, token);
  } catch {
    // A browser that keeps nothing asks for the link again after a reload.
  }
}

/** The token begins with the webinar's id; the server checks the rest. */
function webinarOf(token: string): string {
  const bytes = atob(`${token.slice(0, ID_CHARACTERS).replaceAll("-", "+").replaceAll("_", "/")}==`);
  const hex = Array.from(bytes, (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
