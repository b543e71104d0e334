import { ContractFailure } from '../host/contract-failure';
import { createDispatch } from '../host/dispatch';
import { EngineWorker } from '../host/engine-worker';
import { printException } from '../host/exceptions';
import { selectInputs } from '../host/input-selection';
import { hasDisplay, openBrowser } from '../host/loopback/open-browser';
import { startLoopbackHost, type LoopbackHost } from '../host/loopback/loopback-host';
import { OpenWorkspace } from '../host/open-workspace';
import { createServices } from '../host/services';
import { stateFolder } from '../host/state-folder';
import { readWindowFiles, type WindowFiles } from '../host/window-files';

export interface ServeArguments {
  /** A workspace file or the folder that holds one. */
  readonly workspace?: string;
  readonly snapshot?: string;
  readonly policies?: string;
  /** Open the system browser where there is a display. */
  readonly open: boolean;
  /** Any free port when absent. */
  readonly port?: number;
}

const IDLE_INTERVAL = 30 * 60 * 1000;

function refuseToStart(message: string, help: string): number {
  process.stderr.write(`rehearse serve: ${message}${help === '' ? '' : ` ${help}`}\n`);
  return 2;
}

async function readWindow(): Promise<WindowFiles | null> {
  return readWindowFiles().catch(() => null);
}

/** Settles when the user or the system asks the program to end. */
function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/**
 * `rehearse serve`: the browser host, until Ctrl-C or half an hour without a window. Prints one line with the address.
 * Exit code 0; 2 when the inputs cannot be read, the port is taken or the window is not built.
 */
export async function serve(given: ServeArguments): Promise<number> {
  const files = await readWindow();
  if (files === null) return refuseToStart('the window is not built.', 'Run `npm run build` first.');
  let host: LoopbackHost | undefined;
  const engine = new EngineWorker({
    onProgress: (progress) => host?.send('progress', progress),
    onException: printException,
  });
  const workspace = new OpenWorkspace({
    engine,
    stateFolder: stateFolder(process.env),
    onProgress: (progress) => host?.send('progress', progress),
    onInputsChanged: (change) => host?.send('inputs.changed', change),
    now: () => new Date(),
  });
  const dispatch = createDispatch(createServices({ workspace, host: 'browser', dialogs: null }), printException);
  try {
    const selection = await selectInputs(given, process.cwd());
    if (selection !== null) await workspace.open(selection);
    host = await startLoopbackHost({
      dispatch,
      files,
      port: given.port ?? 0,
      idle: IDLE_INTERVAL,
      onException: printException,
    });
  } catch (thrown) {
    await workspace.close();
    if (thrown instanceof ContractFailure) return refuseToStart(thrown.message, thrown.help);
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') {
      return refuseToStart(`port ${given.port ?? 0} is taken.`, 'Give another one, or none for any free port.');
    }
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES') {
      return refuseToStart(
        `port ${given.port ?? 0} may not be used by you.`,
        'Give one above 1023, or none for any free port.',
      );
    }
    throw thrown;
  }
  process.stdout.write(`Calico Rehearsal is at ${host.startAddress}\n`);
  if (given.open && hasDisplay(process.platform, process.env)) openBrowser(host.startAddress);
  await Promise.race([host.ended, askedToEnd()]);
  await host.close();
  await workspace.close();
  return 0;
}
