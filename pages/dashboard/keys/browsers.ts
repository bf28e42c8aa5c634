/** The browser and system in a User-Agent, as far as they are well known; the text itself, cut, for others. */
export function browserName(agent: string | null): string {
  if (!agent) return "–";
  const browser = first(agent, [
    ["Edg/", "Edge"],
    ["OPR/", "Opera"],
    ["Firefox/", "Firefox"],
    ["Chrome/", "Chrome"],
    ["Safari/", "Safari"],
  ]);
  const system = first(agent, [
    ["Android", "Android"],
    ["iPhone", "iOS"],
    ["iPad", "iPadOS"],
    ["Windows", "Windows"],
    ["Mac OS X", "macOS"],
    ["Linux", "Linux"],
  ]);
  const known = [browser, system].filter(Boolean).join(" · ");
  return known || (agent.length > 40 ? `${agent.slice(0, 40)}…` : agent);
}

function first(agent: string, names: readonly (readonly [mark: string, name: string])[]): string | undefined {
  return names.find(([mark]) => agent.includes(mark))?.[1];
}
