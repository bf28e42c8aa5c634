import css from "./mark.module.css";

/** The mark: a clock whose hand came in late. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg class={css.mark} viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <path d="M11 8v13h10" />
      <circle cx="21" cy="11" r="2.6" />
    </svg>
  );
}
