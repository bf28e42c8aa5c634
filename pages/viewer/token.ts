/** The member's token, as the page's address brings it. */

const TOKEN_KEY = "latecomer.join";

/** The token in `#latecomer=TOKEN`, taken out of the address bar and kept for reloads of this tab. */
export function pageToken(): string | null {
  const fragments = location.hash.slice(1).split("&");
  const own = fragments.find((fragment) => fragment.startsWith("latecomer="));
  const written = own ? decodeURIComponent(own.slice("latecomer=".length)) : null;
  // Whatever a mail program added behind the token is none of it.
  const token = written && (/[A-Za-z0-9_-]{72}/.exec(written)?.[0] ?? written);
  if (own) {
    const others = fragments.filter((fragment) => fragment !== own).join("&");
    history.replaceState(history.state, "", location.pathname + location.search + (others && `#${others}`));
  }
  try {
    if (token) sessionStorage.setItem(TOKEN_KEY, token);
    return token ?? sessionStorage.getItem(TOKEN_KEY);
  } catch {
    return token;
  }
}
