import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { dirname } from 'node:path';
import type { Dialogs } from '../services';

/** Asks with the system's own dialogs, starting where the user was last. */
export function createNativeDialogs(ownerWindow: () => BrowserWindow | undefined): Dialogs {
  let lastFolder = app.getPath('documents');

  async function ask(options: OpenDialogOptions): Promise<string | null> {
    const owner = ownerWindow();
    const full = { ...options, defaultPath: lastFolder };
    const answer = await (owner === undefined ? dialog.showOpenDialog(full) : dialog.showOpenDialog(owner, full));
    const [path] = answer.filePaths;
    if (answer.canceled || path === undefined) return null;
    lastFolder = dirname(path);
    return path;
  }

  async function askFolder(message: string): Promise<string | null> {
    return ask({ title: message, message, properties: ['openDirectory'] });
  }

  return {
    async chooseInputs(what) {
      if (what === 'workspace') {
        const file = await ask({
          title: 'Open a workspace',
          filters: [{ name: 'Rehearsal workspace (*.rehearsal.json)', extensions: ['json'] }],
          properties: ['openFile'],
        });
        return file === null ? null : { tag: 'workspace', file };
      }
      const snapshot = await askFolder('Choose the folder of the cluster snapshot');
      if (snapshot === null) return null;
      const changes = await askFolder('Choose the folder of the policies to roll out');
      return changes === null ? null : { tag: 'folders', snapshot, changes };
    },
    async chooseExportFolder(what) {
      const message = `Choose a folder for the ${what === 'plan' ? 'plan' : 'review pack'}`;
      return ask({
        title: message,
        message,
        buttonLabel: 'Export here',
        properties: ['openDirectory', 'createDirectory'],
      });
    },
  };
}
