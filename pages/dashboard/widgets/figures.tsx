import type { ComponentChildren } from "preact";
import css from "./figures.module.css";

/** Large numbers side by side; `divided` by lines where each is a thing of its own. */
export function Figures({ divided = false, children }: { divided?: boolean; children: ComponentChildren }) {
  return (
    <div class={css.figures} data-divided={divided || undefined}>
      {children}
    </div>
  );
}

interface Props {
  label: ComponentChildren;
  /** The number itself. */
  children: ComponentChildren;
  unit?: string | undefined;
  note?: ComponentChildren;
  /** The progress, 0 to 1; drawn below the note. */
  share?: number | undefined;
  /** The one to look at. */
  lead?: boolean;
}

/** One large number with its name. */
export function Figure({ label, children, unit, note, share, lead = false }: Props) {
  return (
    <div class={css.figure} data-lead={lead || undefined}>
      <span class={css.label}>{label}</span>
      <span class={css.value}>
        {children}
        {unit && <span class={css.unit}>{unit}</span>}
      </span>
      {note && <span class={css.note}>{note}</span>}
      {share !== undefined && (
        <div class={css.bar} aria-hidden="true">
          <span style={{ width: `${100 * share}%` }} />
        </div>
      )}
    </div>
  );
}
