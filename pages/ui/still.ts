/** Whether the page holds still: no number changes, nothing moves. Some people cannot read otherwise (WCAG 2.2.2). */

import { effect, signal } from "@preact/signals";

export const still = signal(false);

effect(() => {
  document.documentElement.toggleAttribute("data-still", still.value);
});
