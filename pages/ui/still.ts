/** The page's stillness: while true no number changes and nothing moves, for people who cannot read otherwise (WCAG 2.2.2). */

import { effect, signal } from "@preact/signals";

export const still = signal(false);

effect(() => {
  document.documentElement.toggleAttribute("data-still", still.value);
});
