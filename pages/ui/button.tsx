import type { ComponentChildren, JSX } from "preact";
import css from "./button.module.css";
import { Icon, type IconName } from "./icon.tsx";

type Kind = "primary" | "plain" | "quiet" | "danger";

interface Props extends Omit<JSX.IntrinsicElements["button"], "icon" | "class"> {
  kind?: Kind;
  icon?: IconName;
  /** Shows that the click is being worked on, and takes no other. */
  busy?: boolean;
  small?: boolean;
  children?: ComponentChildren;
}

/** A button; with an icon and no text it needs an aria-label, which also becomes its tooltip. */
export function Button({ kind = "plain", icon, busy = false, small = false, children, ...rest }: Props) {
  const bare = icon !== undefined && children === undefined;
  const title = bare ? rest["aria-label"] : undefined;
  return (
    <button
      type="button"
      title={title}
      {...rest}
      class={css.button}
      data-look={kind}
      data-small={small || undefined}
      data-bare={bare || undefined}
      aria-busy={busy}
      disabled={busy || rest.disabled}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}

interface LinkProps {
  href: string;
  kind?: Kind;
  icon?: IconName;
  small?: boolean;
  /** The address is a file to be kept. */
  download?: boolean;
  children: ComponentChildren;
}

/** A link that looks like a button: it leads somewhere, or fetches a file. */
export function ButtonLink({ href, kind = "plain", icon, small = false, download, children }: LinkProps) {
  return (
    <a class={css.button} data-look={kind} data-small={small || undefined} href={href} download={download}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}

/** The action is under way; the label beside it says so. */
export function Spinner() {
  return <span class={css.spinner} aria-hidden="true" />;
}
