/** The Electron application: puts the window, its protocol, its guards and the dispatch together. Nothing is decided here. */
import { app, dialog, session, type BrowserWindow } from 'electron';
import type { EventName, Events } from '../preload/contract';
import { ContractFailure } from './host/contract-failure';
import { createDispatch } from './host/dispatch';
import { showApplicationMenu } from './host/electron/application-menu';
import { serveCalls } from './host/electron/call-channel';
import { guardNavigation, guardSession } from './host/electron/guards';
import { createMainWindow } from './host/electron/main-window';
import { createNativeDialogs } from './host/electron/native-dialogs';
import { registerWindowScheme, serveWindow } from './host/electron/window-protocol';
import { EngineWorker } from './host/engine-worker';
import { describeException, printException } from './host/exceptions';
import { selectInputs, type InputSelection } from './host/input-selection';
import { readLaunchArguments } from './host/launch-arguments';
import { OpenWorkspace } from './host/open-workspace';
import { findSample, listSamples } from './host/samples';
import { createServices } from './host/services';
import { readWindowFiles } from './host/window-files';

let window: BrowserWindow | undefined;

function send<E extends EventName>(event: E, payload: Events[E]): void {
  window?.webContents.send('event', event, payload);
}

const engine = new EngineWorker({
  onProgress: (progress) => send('progress', progress),
  onException: printException,
});
const workspace = new OpenWorkspace({
  engine,
  stateFolder: app.getPath('userData'),
  onProgress: (progress) => send('progress', progress),
  onInputsChanged: (change) => send('inputs.changed', change),
  now: () => new Date(),
});

/** Does what opens something; what cannot be opened is told in a dialog. */
async function telling(open: () => Promise<unknown>): Promise<void> {
  try {
    await open();
  } catch (thrown) {
    if (!(thrown instanceof ContractFailure)) throw thrown;
    // Cancelled: the user has chosen something else meanwhile, and sees that.
    if (thrown.code !== 'cancelled') dialog.showErrorBox(thrown.message, thrown.help);
  }
}

/** Opens a selection, if there is one, in a window that shows something already: it starts anew, and asks for what is open. */
async function openInWindow(select: () => Promise<InputSelection | null>): Promise<void> {
  const before = workspace.report;
  await telling(async () => {
    const selection = await select();
    if (selection !== null) await workspace.open(selection);
  });
  if (workspace.report !== before) window?.webContents.reload();
}

async function selectSample(id: string): Promise<InputSelection> {
  return { tag: 'workspace', file: await findSample(id) };
}

/** What a second start hands to the first: its own words, which Chromium does not reorder. */
interface SecondStart {
  readonly words: readonly string[];
}

function isSecondStart(value: unknown): value is SecondStart {
  if (typeof value !== 'object' || value === null || !('words' in value) || !Array.isArray(value.words)) return false;
  return value.words.every((word) => typeof word === 'string');
}

async function receiveSecondStart(data: unknown, folder: string): Promise<void> {
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
  if (isSecondStart(data)) await openInWindow(() => selectInputs(readLaunchArguments(data.words), folder));
}

async function start(words: readonly string[]): Promise<void> {
  registerWindowScheme();
  const files = await readWindowFiles();
  await app.whenReady();
  guardSession(session.defaultSession);
  serveWindow(files);
  const dialogs = createNativeDialogs(() => window);
  const services = createServices({ workspace, host: 'electron', dialogs });
  serveCalls(createDispatch(services, printException), (contentsId) => contentsId === window?.webContents.id);
  showApplicationMenu(await listSamples(), {
    send: (command) => send('menu.command', { command }),
    openSample: (id) => void openInWindow(() => selectSample(id)).catch(printThrown),
  });
  const opening = telling(() => workspace.openFirst(() => selectInputs(readLaunchArguments(words), process.cwd())));
  // At once: it shows how far the opening is, and can cancel it.
  window = createMainWindow();
  window.once('closed', () => {
    window = undefined;
  });
  await opening;
}

function printThrown(thrown: unknown): void {
  printException(describeException(thrown));
}

const words = process.argv.slice(process.defaultApp ? 2 : 1);
app.enableSandbox();
guardNavigation(app);
if (app.requestSingleInstanceLock({ words } satisfies SecondStart)) {
  app.on('second-instance', (_event, _argv, folder, data) => {
    receiveSecondStart(data, folder).catch(printThrown);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => void workspace.close());
  start(words).catch((thrown: unknown) => {
    printThrown(thrown);
    app.exit(1);
  });
} else {
  app.quit();
}
