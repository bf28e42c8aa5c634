import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Props {
  title: string;
  /** Where the card stands in the grid. */
  area: string;
  /** Beside the title: what the numbers mean, or a number. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Card({ title, area, aside, children }: Props) {
  const heading = useId();
  return (
    <section class={`card widget ${area}`} aria-labelledby={heading}>
      <header class="card-head">
        <h2 id={heading}>{title}</h2>
        {aside && <div class="card-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
