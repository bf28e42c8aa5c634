import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/texts.ts";
import { Button } from "./button.tsx";
import css from "./ordered.module.css";

interface Props<T> {
  items: readonly T[];
  /** The name of an item by its place, from 1 on: `Question 2`. */
  name: (number: number) => string;
  /** The words of the button that adds one. */
  add: string;
  /** A new item; left out, no more can be added. */
  fresh?: T | undefined;
  children: (item: T, set: (item: T) => void, index: number) => ComponentChildren;
  onItems: (items: readonly T[]) => void;
}

/**
 * Items whose order counts: each a group that is moved and removed with native buttons. The focus goes with the item
 * that is moved, to a new one, and to the neighbour of a removed one.
 */
export function Ordered<T>({ items, name, add, fresh, children, onItems }: Props<T>) {
  const id = useId();
  const focus = useRef<number | null>(null);
  useEffect(() => {
    if (focus.current === null) return;
    document.getElementById(`${id}-${focus.current}`)?.focus();
    focus.current = null;
  });
  const change = (next: readonly T[], toFocus: number) => {
    focus.current = Math.max(0, Math.min(toFocus, next.length - 1));
    onItems(next);
  };
  const swap = (index: number, other: number) => {
    const [one, two] = [items[index], items[other]];
    if (one === undefined || two === undefined) return;
    change(items.with(index, two).with(other, one), other);
  };
  return (
    <>
      {items.length > 0 && (
        <ol class={css.items}>
          {items.map((item, index) => (
            <li key={index}>
              <fieldset class={css.item}>
                <legend id={`${id}-${index}`} tabIndex={-1}>
                  {name(index + 1)}
                </legend>
                {children(item, (next) => onItems(items.with(index, next)), index)}
                <div class={css.bar}>
                  <Button
                    small
                    kind="quiet"
                    disabled={index === 0}
                    aria-label={t("ui-move_up", { what: name(index + 1) })}
                    onClick={() => swap(index, index - 1)}
                  >
                    ↑
                  </Button>
                  <Button
                    small
                    kind="quiet"
                    disabled={index === items.length - 1}
                    aria-label={t("ui-move_down", { what: name(index + 1) })}
                    onClick={() => swap(index, index + 1)}
                  >
                    ↓
                  </Button>
                  <Button
                    small
                    kind="quiet"
                    icon="trash"
                    aria-label={t("ui-remove", { what: name(index + 1) })}
                    onClick={() =>
                      change(
                        items.filter((_, nth) => nth !== index),
                        index,
                      )
                    }
                  />
                </div>
              </fieldset>
            </li>
          ))}
        </ol>
      )}
      {fresh !== undefined && (
        <p class={css.add}>
          <Button icon="add" small onClick={() => change([...items, fresh], items.length)}>
            {add}
          </Button>
        </p>
      )}
    </>
  );
}
