/** What the application menu asks of the window, as `command` of the event `menu.command`. `open-sample` means the list of samples. */
export const MENU_COMMANDS = [
  'open-workspace',
  'open-folders',
  'open-sample',
  'reload',
  'view-map',
  'view-lockout',
  'view-findings',
  'view-flows',
  'view-wizard',
  'view-report',
  'export-pack',
  'export-plan',
  'toggle-theme',
] as const;

export type MenuCommand = (typeof MENU_COMMANDS)[number];
