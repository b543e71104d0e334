/**
 * Starts the built application on the stand-in, puts questions to the handlers it registered, and prints the answers as JSON.
 * Bundled, and run in a process of its own, by `built-application.test.ts`: `drive-application.mjs BUILT_MAIN [WORD …]`.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { recording, type BrowserWindow } from '../../stand-in/electron';

const [builtMain = '', ...words] = process.argv.slice(2);

/** Asks a registered handler; a callback as its last parameter is answered with what it is called with. */
function ask(handler: string, ...parameters: unknown[]): unknown {
  const registered = recording.handlers.get(handler);
  if (registered === undefined) return `no handler of ${handler}`;
  return (registered as (...parameters: unknown[]) => unknown)(...parameters);
}

function askWithCallback(handler: string, ...parameters: unknown[]): unknown {
  let answer: unknown = 'no answer';
  ask(handler, ...parameters, (given: unknown) => {
    answer = given;
  });
  return answer;
}

async function waitFor<T>(look: () => T | undefined): Promise<T> {
  for (let attempt = 0; attempt < 2000; attempt += 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the application did not come that far');
}

async function fetchFromScheme(scheme: string, address: string, method = 'GET'): Promise<unknown> {
  const answer = (await ask(`protocol ${scheme}`, { url: address, method })) as Response;
  return { status: answer.status, headers: Object.fromEntries(answer.headers), length: (await answer.text()).length };
}

const ADDRESSES = [
  'app://bundle/x',
  'app://bundle.example/',
  'https://example.org/',
  'file:///etc/passwd',
  'javascript:1',
];

function preventedBy(event: string, parameters: object): boolean[] {
  return (recording.listeners.get(`contents ${event}`) ?? []).map((listener) => {
    let isPrevented = false;
    const preventDefault = (): void => {
      isPrevented = true;
    };
    (listener as (event: unknown) => void)({ ...parameters, preventDefault });
    return isPrevented;
  });
}

const GOOD_FRAME = { parent: null, origin: 'app://bundle', url: 'app://bundle/' };

function callFrom(senderFrame: unknown, senderId: number, method = 'app.info', params: unknown = {}): unknown {
  return ask('ipc rpc', { senderFrame, sender: { id: senderId } }, method, params);
}

interface Item {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly click?: () => void;
  readonly submenu?: readonly Item[];
}

function labelsOf(item: Item, depth = 0): string[] {
  const name = item.label ?? item.role;
  const below = (item.submenu ?? []).flatMap((member) => labelsOf(member, depth + 1));
  return name === undefined ? below : [`${'  '.repeat(depth)}${name}`, ...below];
}

function clickAll(item: Item, isWanted: (item: Item) => boolean): void {
  if (isWanted(item)) item.click?.();
  item.submenu?.forEach((member) => clickAll(member, isWanted));
}

function isSample(item: Item): boolean {
  return item.id?.startsWith('sample-') === true;
}

/** Chooses every command of the menu, and then one sample, whereupon the page starts anew. */
async function useMenu(window: BrowserWindow, menu: readonly Item[]): Promise<unknown> {
  const reloads = window.webContents.reloads;
  menu.forEach((item) => clickAll(item, (member) => !isSample(member)));
  menu.forEach((item) => clickAll(item, (member) => member.id === 'sample-shop-default-deny'));
  await waitFor(() => (window.webContents.reloads > reloads ? true : undefined));
  return {
    commands: window.webContents.sent.filter(([, name]) => name === 'menu.command').map((sent) => sent[2]),
    current: await callFrom(GOOD_FRAME, 1, 'workspace.current'),
  };
}

/** Exports into the folder that the dialog answers, which the page neither names nor learns. */
async function exportPlan(): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-export-'));
  recording.dialogAnswers.push(folder);
  const answer = await callFrom(GOOD_FRAME, 1, 'review.export', { what: 'plan', pictures: [] });
  const written = readdirSync(folder);
  rmSync(folder, { recursive: true });
  return { answer, written, named: JSON.stringify(answer).includes(tmpdir()) };
}

process.argv = ['electron', '.', ...words];
Object.assign(process, { defaultApp: true });
await import(pathToFileURL(builtMain).href);
const window = await waitFor(() => recording.windows[0]);
const menu = recording.menu as readonly Item[];

const answers = {
  order: [...recording.order],
  lockData: recording.lockData,
  schemes: recording.schemes,
  windowOptions: window.options,
  loaded: window.loaded,
  errorBoxes: recording.errorBoxes,
  pages: {
    start: await fetchFromScheme('app', 'app://bundle/'),
    posted: await fetchFromScheme('app', 'app://bundle/', 'POST'),
    foreign: await fetchFromScheme('app', 'app://bundle.example/'),
    outside: await fetchFromScheme('app', 'app://bundle/..%2f..%2fpackage.json'),
    file: await fetchFromScheme('file', 'file:///etc/passwd'),
  },
  permissions: {
    request: askWithCallback('permission request', null, 'clipboard-read'),
    check: ask('permission check', null, 'media'),
    device: ask('device permission', {}),
    display: askWithCallback('display media', {}),
  },
  cancelled: ADDRESSES.map((url) => askWithCallback('before request', { url })),
  prevented: {
    navigate: ADDRESSES.map((url) => preventedBy('will-navigate', { url })),
    frame: ADDRESSES.map((url) => preventedBy('will-frame-navigate', { url })),
    redirect: ADDRESSES.map((url) => preventedBy('will-redirect', { url })),
    webview: preventedBy('will-attach-webview', {}),
  },
  windowOpen: ask('window open', { url: 'app://bundle/' }),
  calls: {
    own: await callFrom(GOOD_FRAME, 1),
    gone: await callFrom(null, 1),
    embedded: await callFrom({ ...GOOD_FRAME, parent: GOOD_FRAME }, 1),
    foreignOrigin: await callFrom({ ...GOOD_FRAME, origin: 'https://example.org' }, 1),
    foreignAddress: await callFrom({ ...GOOD_FRAME, url: 'https://example.org/' }, 1),
    unknownWindow: await callFrom(GOOD_FRAME, 2),
    unknownMethod: await callFrom(GOOD_FRAME, 1, 'shell.openExternal', { url: 'https://example.org/' }),
  },
  current: await callFrom(GOOD_FRAME, 1, 'workspace.current'),
  dialog: await callFrom(GOOD_FRAME, 1, 'workspace.openDialog', { what: 'folders' }),
  dialogOptions: recording.dialogOptions,
  rehearsal: await callFrom(GOOD_FRAME, 1, 'rehearsal.run'),
  exported: await exportPlan(),
  menuLabels: menu.flatMap((item) => labelsOf(item)),
  menu: await useMenu(window, menu),
};
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
