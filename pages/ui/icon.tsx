/** The few icons of the pages, 24 × 24, drawn with the text's colour; decoration, never the only label. */

import css from "./icon.module.css";

const PATHS = {
  add: "M12 5v14M5 12h14",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v10H9zM5 15V5h10",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  upload: "M12 16V5M7 9l5-5 5 5M5 20h14",
  finish: "M6 21V4M6 4h11l-2 4 2 4H6",
  key: "M14.5 9.5a4.5 4.5 0 1 1-2.1-3.8M13 11l7 7M17 15l2-2",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M4.5 12h-2M21.5 12h-2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  search: "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15.5 15.5L20 20",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  out: "M14 5H6v14h8M11 12h9M16.5 8.5L20 12l-3.5 3.5",
  people:
    "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M3 20c.4-3.4 2.8-5.2 6-5.2s5.600 1.800 6 5.200M16 5.500a3.300 3.300 0 0 1 0 6.200M18 15.200c1.800.700 2.800 2.300 3 4.800",
  pause: "M9 6v12M15 6v12",
  again: "M18.500 9A7 7 0 1 0 19 13.500M19 4.500V9h-4.500",
  play: "M8 5.500v13l10.500-6.500z",
  warning: "M12 4L2.800 19.500h18.400zM12 10v4.500M12 17v.200",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 12.500h8L17 7",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  sound: "M5 9.5v5h3.500L13 18.500v-13L8.500 9.500zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11",
  file: "M7 3.500h7l4 4v13H7zM14 3.500v4h4",
  flip: "M5 12h12M13 7.500L17.500 12 13 16.500",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg class={css.icon} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
