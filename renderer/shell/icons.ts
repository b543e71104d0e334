import type { ViewName } from '../state/window-state';

/** Outlines on a 20 × 20 field, drawn with a line of 1.6 pixels. */
export const ICONS = {
  map: 'M5 3.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M15 2.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M10 12.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M6.2 8.1l2.7 4.7M14 7.2l-2.9 5.7M7.4 5.8l5.2-.5',
  findings: 'M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.2',
  lockout: 'M10 2.5l6 2.3v4.7c0 4-2.6 6.7-6 8c-3.4-1.3-6-4-6-8V4.8zM10 7v4M10 13.5v.2',
  flows: 'M3 6.5h12M12 3.5l3 3l-3 3M17 13.5H5M8 10.5l-3 3l3 3',
  wizard: 'M3 4.5l1.5 1.5L7 3.5M3 10l1.5 1.5L7 9M3 15.5L4.5 17L7 14.5M10 5h7M10 10.5h7M10 16h7',
  report: 'M5 2.5h7l4 4v11H5zM12 2.5v4h4M8 11h5M8 14h5',
  open: 'M2.5 16V4.5h5l2 2.5h8v9z',
  reload: 'M16.5 10a6.5 6.5 0 1 1-2-4.7M16.5 2.5v4h-4',
  light:
    'M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M4 16l1.4-1.4M14.6 5.4L16 4',
  dark: 'M16.5 12.5A7 7 0 0 1 7.5 3.5a7 7 0 1 0 9 9z',
  system: 'M2.5 3.5h15v10h-15zM7 17h6M10 13.5V17',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 2M10 14.5v.2',
  close: 'M5 5l10 10M15 5L5 15',
  down: 'M5 8l5 5l5-5',
  up: 'M5 12l5-5l5 5',
  copy: 'M7 7h9v10H7zM4 13V3h9',
  download: 'M10 3v10M6 9.5l4 4l4-4M3.5 16.5h13',
  plus: 'M10 4v12M4 10h12',
  folder: 'M2.5 16V4.5h5l2 2.5h8v9z',
  tick: 'M4.5 10.5l3.5 3.5l7.5-8',
} as const;
export type IconName = keyof typeof ICONS;

/** What the rail calls a view where its name is too long for it. */
export const RAIL_WORDS: Readonly<Partial<Record<ViewName, string>>> = { flows: 'Flows' };

/** The name of each view, with the key that opens it by its place in the rail. */
export const VIEW_TITLES: Readonly<Record<ViewName, string>> = {
  map: 'Map',
  findings: 'Findings',
  lockout: 'Lockout',
  flows: 'Recorded flows',
  wizard: 'Wizard',
  report: 'Inputs',
};
