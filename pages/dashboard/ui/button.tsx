import type { ComponentChildren, JSX } from "preact";
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
  const look = `button ${kind}${small ? " small" : ""}${bare ? " bare" : ""}`;
  const title = bare ? rest["aria-label"] : undefined;
  return (
    <button
      type="button"
      title={title}
      {...rest}
      class={look}
      aria-busy={busy}
      disabled={busy || rest.disabled}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}
