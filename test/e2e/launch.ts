import { test as base, type Locator, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The window on one workspace, in the browser host. */
export interface LaunchedWindow {
  readonly page: Page;
  /** The folder of the workspace: a copy, to be written to. */
  readonly folder: string;
  /** What the browser complained about: console errors, refusals of the security policy, exceptions of the page. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for and are not the host's own. */
  readonly strayRequests: readonly string[];
}

interface Fixtures {
  /** The folder under `assets/samples` whose copy `rehearse serve` is given. */
  readonly sample: string;
  readonly launched: LaunchedWindow;
}

/** A test that is given a window: `rehearse serve` starts before it and ends after it. */
export const test = base.extend<Fixtures>({
  sample: ['ship-it-safely', { option: true }],
  launched: async ({ page, sample }, use) => {
    const temporary = await mkdtemp(path.join(tmpdir(), 'rehearsal-'));
    const folder = path.join(temporary, sample);
    await cp(path.join(root, 'assets/samples', sample), folder, { recursive: true });
    const host = spawn(process.execPath, [path.join(root, 'out/main/cli.js'), 'serve', '--no-open', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, XDG_STATE_HOME: path.join(temporary, 'state') },
    });
    try {
      const address = await readAddress(host);
      const [complaints, strayRequests] = [noteComplaints(page), noteStrayRequests(page, new URL(address).origin)];
      await page.addInitScript(setTestFlag);
      await page.goto(address);
      await use({ page, folder, complaints, strayRequests });
    } finally {
      await endHost(host);
      await rm(temporary, { recursive: true, force: true });
    }
  },
});

/** From the import report to the rehearsed rollout. */
export async function rehearse(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Rehearse' }).click();
  await page.getByRole('grid', { name: 'Connections' }).waitFor();
}

/** A row of the edge table by its ends and traffic. */
export function rowOf(page: Page, from: string, to: string, traffic: string): Locator {
  const cell = (text: string) => page.getByRole('gridcell', { name: text, exact: true });
  const rows = page.getByRole('grid', { name: 'Connections' }).getByRole('row');
  return rows
    .filter({ has: cell(from) })
    .filter({ has: cell(to) })
    .filter({ has: cell(traffic) });
}

/**
 * The flag makes the map put its Cytoscape instance on the page, where a test can ask for coordinates. The host serves no
 * address with a query, so the page is given one after it was loaded and before its scripts run.
 */
function setTestFlag(): void {
  history.replaceState(null, '', `/?e2e=1${location.hash}`);
}

/** The address that the host prints when it is ready. Rejects when it ends without one. */
function readAddress(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    host.once('exit', (code) => reject(new Error(`rehearse serve ended with ${code}`)));
    host.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const address = /http:\/\/127\.0\.0\.1:\S+/.exec(text)?.[0];
      if (address !== undefined) resolve(address);
    });
  });
}

async function endHost(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null) return;
  const ended = new Promise((resolve) => host.once('exit', resolve));
  host.kill('SIGINT');
  await ended;
}

function noteComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

function noteStrayRequests(page: Page, origin: string): readonly string[] {
  const stray: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:') stray.push(request.url());
  });
  return stray;
}
