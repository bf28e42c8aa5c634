/** What the script says in the console, to those who build the page: each sentence once, with the line to write. */

const said = new Set<string>();

export function say(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  console.warn(`Latecomer: ${text}`);
}
