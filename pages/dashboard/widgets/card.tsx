import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import cardCss from "../../ui/card.module.css";
import css from "./card.module.css";

interface Props {
  title: string;
  /** The card's place in the grid. */
  area: string;
  /** Beside the title: what the numbers mean, or a number. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Card({ title, area, aside, children }: Props) {
  const heading = useId();
  return (
    <section class={`${cardCss.card} ${cardCss.body}`} data-area={area} aria-labelledby={heading}>
      <header class={css.head}>
        <h2 id={heading}>{title}</h2>
        {aside && <div class={css.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}
