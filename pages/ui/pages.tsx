import { t } from "../i18n/texts.ts";
import { Button } from "./button.tsx";
import type { Pager } from "./pager.ts";
import css from "./pages.module.css";

interface Props {
  pager: Pager;
  next: string | null;
  label: string;
}

/** Buttons to go through pages; nothing where there is one alone. */
export function Pages({ pager, next, label }: Props) {
  if (pager.number === 1 && next === null) return null;
  return (
    <nav class={css.pager} aria-label={label}>
      <Button icon="back" disabled={pager.number === 1} onClick={pager.back}>
        {t("ui-previous")}
      </Button>
      <span class="muted">{t("ui-page", { number: pager.number })}</span>
      <Button disabled={next === null} onClick={() => next && pager.forward(next)}>
        {t("ui-next")}
      </Button>
    </nav>
  );
}
