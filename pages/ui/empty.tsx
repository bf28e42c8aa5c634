import type { ComponentChildren } from "preact";
import { t } from "../i18n/texts.ts";
import css from "./empty.module.css";
import { Icon, type IconName } from "./icon.tsx";

interface Props {
  icon: IconName;
  title: string;
  /** True when the page has no other content, so that its title is the page's heading. */
  page?: boolean;
  children?: ComponentChildren;
  action?: ComponentChildren;
}

/** The placeholder of an empty list, with the next step. */
export function Empty({ icon, title, page = false, children, action }: Props) {
  const Title = page ? "h1" : "p";
  return (
    <div class={css.empty}>
      <span class={css.icon}>
        <Icon name={icon} size={22} />
      </span>
      <Title class={css.title}>{title}</Title>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

interface SkeletonProps {
  rows?: number;
  /** True when the page has no other content, so that it gives the page its heading. */
  page?: boolean;
}

/** Grey bars in the place of what is being loaded. */
export function Skeleton({ rows = 3, page = false }: SkeletonProps) {
  return (
    <div class={css.skeleton} role="status" aria-label={t("ui-loading")} data-testid="loading">
      {page && <h1 class="hidden">{t("ui-loading")}</h1>}
      {Array.from({ length: rows }, (_, row) => (
        // The rows are all alike
        <span key={row} class={css.bone} />
      ))}
    </div>
  );
}
