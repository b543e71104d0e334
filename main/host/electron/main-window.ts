import { BrowserWindow } from 'electron';
import { join } from 'node:path';
import { packageRoot } from '../package-root';
import { APP_START } from './app-address';

/** Opens the window on the built page, sandboxed and without Node. */
export function createMainWindow(): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Calico Rehearsal',
    icon: join(packageRoot(), 'assets', 'icon.png'),
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 680,
    show: false,
    webPreferences: {
      preload: join(packageRoot(), 'out', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_START);
  return window;
}
