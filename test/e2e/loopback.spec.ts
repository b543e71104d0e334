import { expect, test, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const sample = path.join(root, 'assets/samples/ship-it-safely');

let host: ChildProcess;
let address = '';
let foreign: Server;
let foreignOrigin = '';

/** Starts `rehearse serve` and waits for its one line. */
function startHost(): Promise<string> {
  host = spawn(process.execPath, [path.join(root, 'out/main/cli.js'), 'serve', '--no-open', sample], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    host.once('exit', (code) => reject(new Error(`rehearse serve ended with ${code}`)));
    host.stdout?.setEncoding('utf8').on('data', (line: string) => {
      const found = /^Calico Rehearsal is at (\S+)\n$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}

/** Another program on the same machine, with a page of its own. */
function startForeign(): Promise<string> {
  foreign = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>foreign</title>');
  });
  return new Promise((resolve) => {
    foreign.listen(0, '127.0.0.1', () => {
      const bound = foreign.address();
      resolve(`http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}/`);
    });
  });
}

/** What the browser itself complains about: refused styles, scripts and requests, and exceptions of the page. */
function noteComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

test.beforeEach(async () => {
  [address, foreignOrigin] = await Promise.all([startHost(), startForeign()]);
});

test.afterEach(async () => {
  foreign.closeAllConnections();
  foreign.close();
  if (host.exitCode !== null) return;
  const ended = new Promise((resolve) => host.once('exit', resolve));
  host.kill('SIGINT');
  await ended;
});

test('the start address opens the workspace, under the policy and without its token left behind', async ({ page }) => {
  const complaints = noteComplaints(page);
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(address);
  await expect(page.getByText('Ship it safely').first()).toBeVisible();
  expect(page.url()).not.toContain('#t=');
  expect(complaints).toEqual([]);
  const own = `${new URL(address).origin}/`;
  expect(requested.filter((url) => !url.startsWith(own) && !/^(?:data|blob):/.test(url))).toEqual([]);
});

test('a reloaded page and a second tab go on with the session; the start address itself works once', async ({
  page,
  context,
  browser,
}) => {
  await page.goto(address);
  await expect(page.getByText('Ship it safely').first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('Ship it safely').first()).toBeVisible();
  const tab = await context.newPage();
  await tab.goto(new URL(address).origin);
  await expect(tab.getByText('Ship it safely').first()).toBeVisible();
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(address);
  await expect(stranger.getByText('rehearse serve').first()).toBeVisible();
  await expect(stranger.getByText('Ship it safely')).toHaveCount(0);
  await stranger.context().close();
});

test('a page of another program on this machine gets nothing, although the browser has a session', async ({
  page,
  context,
}) => {
  await page.goto(address);
  await expect(page.getByText('Ship it safely').first()).toBeVisible();
  const own = new URL(address).origin;
  const intruder = await context.newPage();
  await intruder.goto(foreignOrigin);
  const answers = await intruder.evaluate(async (target) => {
    const attempt = async (place: string, options: RequestInit): Promise<string> =>
      fetch(target + place, { credentials: 'include', ...options }).then(
        (answer) => `${answer.type} ${answer.status}`,
        (error: unknown) => (error instanceof Error ? error.name : 'failed'),
      );
    const call = { method: 'POST', body: '{"method":"app.info","params":{}}' };
    return [
      await attempt('/session', {}),
      await attempt('/rpc', { ...call, headers: { 'Content-Type': 'application/json', 'X-Rehearsal-Client': 'x' } }),
      await attempt('/rpc', call),
      await attempt('/events', {}),
      await new Promise<string>((resolve) => {
        const events = new EventSource(`${target}/events`, { withCredentials: true });
        events.addEventListener('open', () => resolve('open'));
        events.addEventListener('error', () => resolve('refused'));
      }),
      await new Promise<string>((resolve) => {
        const script = document.createElement('script');
        script.src = `${target}/session`;
        script.addEventListener('load', () => resolve('loaded'));
        script.addEventListener('error', () => resolve('refused'));
        document.head.append(script);
      }),
    ];
  }, own);
  expect(answers).toEqual(['TypeError', 'TypeError', 'TypeError', 'TypeError', 'refused', 'refused']);
  await intruder.evaluate((target) => {
    const frame = document.createElement('iframe');
    frame.src = target;
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener('load', resolve));
  }, own);
  const framed = intruder.frames().find((frame) => frame !== intruder.mainFrame());
  expect(await framed?.content()).not.toContain('Calico Rehearsal');
});

test('Ctrl-C ends the host with code 0, also while a window listens', async ({ page }) => {
  await page.goto(address);
  await expect(page.getByText('Ship it safely').first()).toBeVisible();
  const ended = new Promise((resolve) => host.once('exit', (code) => resolve(code)));
  host.kill('SIGINT');
  expect(await ended).toBe(0);
});
