import type { ComponentChildren, Ref } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import css from "./note.module.css";

interface Props {
  tone: "good" | "warn" | "danger";
  /** `alert` is read out at once, `status` when the reader is idle. */
  role: "alert" | "status";
  icon?: IconName;
  testId?: string | undefined;
  code?: string | undefined;
  /** Buttons after the text. */
  action?: ComponentChildren;
  place?: Ref<HTMLDivElement>;
  children: ComponentChildren;
}

/** A sentence or two about what happened, in place. */
export function Note({ tone, role, icon, testId, code, action, place, children }: Props) {
  return (
    <div
      ref={place ?? null}
      class={css.note}
      data-tone={tone}
      role={role}
      data-testid={testId}
      data-code={code}
    >
      <Icon name={icon ?? (tone === "good" ? "check" : "warning")} />
      <p>{children}</p>
      {action}
    </div>
  );
}
