import type { Status } from "../../generated/api.ts";
import fill from "./fill.module.css";
import css from "./swatch.module.css";

/** The colour of something in a chart, beside its name. */
export function Swatch(props: { fill: Status | "accent" | "soft" }) {
  return <span class={`${css.swatch} ${fill.fill}`} data-fill={props.fill} aria-hidden="true" />;
}
