import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { SampleInfo } from '../../../preload/contract';
import type { MenuCommand } from '../menu-commands';

/** Puts up the menu. `send` tells the window what was chosen; only quitting, editing and zooming stay with the system. */
export function showApplicationMenu(samples: readonly SampleInfo[], send: (command: string) => void): void {
  function item(label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions {
    return { id: command, label, click: () => send(command), ...(accelerator === undefined ? {} : { accelerator }) };
  }

  const openSample: MenuItemConstructorOptions = {
    label: 'Open Sample',
    submenu: samples.map(({ id, title }) => ({
      id: `open-sample:${id}`,
      label: title,
      click: () => send(`open-sample:${id}`),
    })),
  };
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'File',
      submenu: [
        item('Open Workspace…', 'open-workspace', 'CmdOrCtrl+O'),
        item('Open Folders…', 'open-folders', 'CmdOrCtrl+Shift+O'),
        openSample,
        { type: 'separator' },
        item('Reload Inputs', 'reload', 'CmdOrCtrl+R'),
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Map', 'view-map', 'CmdOrCtrl+1'),
        item('Lockout', 'view-lockout', 'CmdOrCtrl+2'),
        item('Findings', 'view-findings', 'CmdOrCtrl+3'),
        item('Import Report', 'view-report', 'CmdOrCtrl+4'),
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
