import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { SampleInfo } from '../../../preload/contract';
import type { MenuCommand } from '../menu-commands';

export interface MenuActions {
  /** Tells the window what was chosen. */
  readonly send: (command: MenuCommand) => void;
  readonly openSample: (id: string) => void;
}

/** Puts up the menu. Only quitting, editing and zooming stay with the system. */
export function showApplicationMenu(samples: readonly SampleInfo[], { send, openSample }: MenuActions): void {
  function item(label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions {
    return { id: command, label, click: () => send(command), ...(accelerator === undefined ? {} : { accelerator }) };
  }

  const sampleMenu: MenuItemConstructorOptions = {
    label: 'Open Sample',
    submenu: [
      ...samples.map(({ id, title }) => ({ id: `sample-${id}`, label: title, click: () => openSample(id) })),
      { type: 'separator' },
      item('All Samples…', 'open-sample'),
    ],
  };
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'File',
      submenu: [
        item('Open Workspace…', 'open-workspace', 'CmdOrCtrl+O'),
        item('Open Folders…', 'open-folders', 'CmdOrCtrl+Shift+O'),
        sampleMenu,
        { type: 'separator' },
        item('Reload Inputs', 'reload', 'CmdOrCtrl+R'),
        { type: 'separator' },
        item('Export Review Pack…', 'export-pack', 'CmdOrCtrl+E'),
        item('Export Plan…', 'export-plan', 'CmdOrCtrl+Shift+E'),
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Map', 'view-map', 'CmdOrCtrl+1'),
        item('Findings', 'view-findings', 'CmdOrCtrl+2'),
        item('Lockout', 'view-lockout', 'CmdOrCtrl+3'),
        item('Recorded Flows', 'view-flows', 'CmdOrCtrl+4'),
        item('Wizard', 'view-wizard', 'CmdOrCtrl+5'),
        item('Import Report', 'view-report', 'CmdOrCtrl+6'),
        { type: 'separator' },
        item('Light or Dark Theme', 'toggle-theme', 'CmdOrCtrl+Shift+L'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'help', submenu: [{ role: 'about' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
