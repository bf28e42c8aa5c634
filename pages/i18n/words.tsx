/** A text whose variables may be elements: `<Words id="…" variables={{ link: <a href="…">…</a> }} />`. */
import type { ComponentChild } from "preact";
import { type MessageId, t, type Variable, type Variables } from "./texts.ts";

// Private-use characters mark where an element goes; no text has them.
const MARK = /\uE000(\d+)\uE001/;

export function Words<Id extends MessageId>(props: { id: Id; variables: Variables<Id, ComponentChild>[0] }) {
  const elements: ComponentChild[] = [];
  const variables = Object.fromEntries(
    Object.entries(props.variables ?? {}).map(([name, value]) => [name, asVariable(value, elements)]),
  );
  const parts = t(props.id, ...([variables] as unknown as Variables<Id>)).split(MARK);
  return <>{parts.map((part, index) => (index % 2 ? elements[Number(part)] : part))}</>;
}

function asVariable(value: unknown, elements: ComponentChild[]): Variable {
  if (typeof value === "string" || typeof value === "number") return value;
  elements.push(value as ComponentChild);
  return `\uE000${elements.length - 1}\uE001`;
}
