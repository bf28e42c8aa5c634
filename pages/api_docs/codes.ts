/** The codes of refused requests as a chapter in Markdown, and the way to one of them by its address. */

export type Codes = Readonly<Record<string, { status: number; meaning: string }>>;

export function codesChapter(codes: Codes): string {
  const rows = Object.entries(codes).map(
    ([code, { status, meaning }]) => `| \`${code}\` | ${status} | ${meaning} |`,
  );
  return [
    "# Errors",
    "A refused request is answered with a problem document (RFC 9457). Its `code` is one of these and stays; its `type` leads to the line here.",
    `| code | status | meaning |\n|---|---|---|\n${rows.join("\n")}`,
  ].join("\n\n");
}

/** Goes to the line that `#code-…` of the address names, as soon as it is drawn; a problem's `type` is such an address. */
export function followCode(place: HTMLElement): void {
  const code = /^#code-(\w+)$/.exec(location.hash)?.[1];
  if (!code) return;
  const look = () => {
    const cell = [...place.querySelectorAll("td code")].find((each) => each.textContent === code);
    cell?.closest("tr")?.scrollIntoView({ block: "center" });
    return cell !== undefined;
  };
  const observer = new MutationObserver(() => look() && observer.disconnect());
  if (!look()) observer.observe(place, { childList: true, subtree: true });
}
