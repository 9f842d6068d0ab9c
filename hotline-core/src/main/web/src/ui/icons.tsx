import type { JSX } from 'preact';

// One small set, drawn for this page: 24 x 24, stroke only.
const paths = {
  today: 'M3 12h4l3-8 4 16 3-8h4',
  log: 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  roster: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h2M14 14h2',
  callback: 'M4 9l5-5v3c6 0 11 4 11 11-2.5-4-6-5.5-11-5.500V14z',
  report: 'M4 20h16M7 20v-7M12 20V5M17 20v-10',
  admin: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4',
  desk: 'M4 13a8 8 0 0 1 16 0M4 13v4a2 2 0 0 0 2 2h1v-6H4M20 13v4a2 2 0 0 1-2 2h-1v-6h3',
  phone: 'M6 3h4l2 5-2.5 1.800a12 12 0 0 0 4.7 4.700L16 12l5 2v4a2 2 0 0 1-2 2C11 20 4 13 4 5a2 2 0 0 1 2-2z',
  hangup: 'M3 14c5-5 13-5 18 0l-2 3-4-1.500V13a12 12 0 0 0-6 0v2.500L5 17z',
  mic: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M6 11a6 6 0 0 0 12 0M12 17v4',
  micOff: 'M4 4l16 16M9 9v2a3 3 0 0 0 4.5 2.600M15 11V6a3 3 0 0 0-5.8-1M6 11a6 6 0 0 0 9 5.200M18 11a6 6 0 0 1-.5 2.400M12 17v4',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4l13 8-13 8z',
  keypad: 'M6 5h.01M12 5h.01M18 5h.01M6 12h.01M12 12h.01M18 12h.01M6 19h.01M12 19h.01M18 19h.01',
  transfer: 'M4 8h14l-4-4M20 16H6l4 4',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.500L21 21',
  close: 'M5 5l14 14M19 5L5 19',
  check: 'M4 12.500l5.5 5.500L20 7',
  warn: 'M12 3l10 18H2zM12 10v5M12 18v.01',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7.500v.01',
  down: 'M6 9l6 6 6-6',
  up: 'M6 15l6-6 6 6',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4 3.5-6 8-6s8 2 8 6',
  users: 'M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7M2 20c0-3.500 3-5.500 7-5.500s7 2 7 5.500M16 5.500a3.500 3.500 0 0 1 0 6.500M18 15c2.500.7 4 2.500 4 5',
  logout: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  plus: 'M12 5v14M5 12h14',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  upload: 'M12 16V5M7 9l5-5 5 5M4 20h16',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  eye: 'M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.400M17.6 17.600L19 19M5 19l1.4-1.400M17.6 6.400L19 5',
  moon: 'M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10',
  half: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 3v18M15 5v14M18 7v10',
  filter: 'M4 6h16M7 12h10M10 18h4',
  expand: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  swap: 'M7 4L3 8l4 4M3 8h13M17 12l4 4-4 4M21 16H8',
  coffee: 'M4 8h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 10h2a2 2 0 0 1 0 5h-2M8 3v2M12 3v2',
  headset: 'M4 14v-2a8 8 0 0 1 16 0v2M4 14a2 2 0 0 1 2-2h1v6H6a2 2 0 0 1-2-2zM20 14a2 2 0 0 0-2-2h-1v6h1a2 2 0 0 0 2-2M18 18c0 2-2 3-5 3',
} as const;

export type IconName = keyof typeof paths;

/** Decoration only: what it means always stands beside it or in a label. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
