/** The sockets of asyncapi.json as a chapter in Markdown: every message with its example. Pure. */

interface Reference {
  $ref: string;
}

interface Message {
  summary: string;
  payload: { properties?: Readonly<Record<string, { description?: string; type?: string }>> };
  examples?: readonly { payload: unknown }[];
}

export interface AsyncApi {
  info: { description: string };
  channels: Readonly<Record<string, { address: string; description: string }>>;
  operations: Readonly<
    Record<string, { action: "send" | "receive"; channel: Reference; messages: readonly Reference[] }>
  >;
  components: { messages: Readonly<Record<string, Message>> };
  "x-close-codes": Readonly<Record<string, string>>;
}

/** `action` is the server's: what it receives, a client sends. */
const WAY = { receive: "The client sends", send: "The server sends" } as const;

export function socketsChapter(api: AsyncApi): string {
  const parts = ["# Sockets", api.info.description];
  for (const [name, channel] of Object.entries(api.channels)) {
    parts.push(`## ${channel.address}`, channel.description);
    for (const operation of Object.values(api.operations)) {
      if (last(operation.channel) !== name) continue;
      parts.push(`### ${WAY[operation.action]}`);
      for (const reference of operation.messages) parts.push(...messageText(api, last(reference)));
    }
  }
  parts.push("## Close codes", "| code | why |\n|---|---|");
  const codes = Object.entries(api["x-close-codes"]).map(([code, why]) => `| \`${code}\` | ${why} |`);
  parts[parts.length - 1] += `\n${codes.join("\n")}`;
  return parts.join("\n\n");
}

function messageText(api: AsyncApi, name: string): string[] {
  const message = api.components.messages[name];
  if (!message) return [];
  const examples = (message.examples ?? []).map(
    ({ payload }) => `\`\`\`json\n${JSON.stringify(payload, null, 2)}\n\`\`\``,
  );
  return [`**\`${name}\`** ${message.summary}`, ...examples];
}

function last({ $ref }: Reference): string {
  return $ref.split("/").at(-1) ?? "";
}
