/** Light or dark: the system's choice until somebody makes their own, kept in this browser. */

import { effect, signal } from "@preact/signals";

export type Theme = "light" | "dark";

const KEY = "latecomer-theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const chosen = signal<Theme | null>(read());

/** The theme that is shown now. */
export const theme = signal<Theme>(chosen.value ?? system());

systemDark.addEventListener("change", () => {
  if (chosen.value === null) theme.value = system();
});

effect(() => {
  if (chosen.value) document.documentElement.dataset.theme = chosen.value;
});

export function toggleTheme(): void {
  const next = theme.value === "dark" ? "light" : "dark";
  chosen.value = next;
  theme.value = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A browser without storage forgets the choice; it still holds for this page.
  }
}

function system(): Theme {
  return systemDark.matches ? "dark" : "light";
}

function read(): Theme | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null;
  }
}
