/** `npm run screenshot`: the README's picture, `docs/window.png`, taken of the built program with the bundled sample. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { findOrInstallBrowser } from './browser.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const SAMPLE = path.join(root, 'assets/samples/ship-it-safely/ship-it-safely.rehearsal.json');
const PICTURE = path.join(root, 'docs/window.png');

/** The map draws once more when its textures have settled. */
const SETTLED_MILLISECONDS = 1500;

const build = spawnSync(process.execPath, [path.join(import.meta.dirname, 'build.mjs'), '--if-stale'], {
  stdio: 'inherit',
});
const executablePath = findOrInstallBrowser();
if (build.status !== 0 || executablePath === undefined) process.exit(1);

const host = spawn(process.execPath, [path.join(root, 'out/main/cli.js'), 'serve', '--no-open', SAMPLE], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  await page.goto(await startAddress());
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await page.getByRole('row', { name: 'prod/frontend prod/backend tcp 8080' }).click();
  await page.waitForTimeout(SETTLED_MILLISECONDS);
  await page.screenshot({ path: PICTURE });
  console.log(`Written: ${path.relative(root, PICTURE)}`);
} finally {
  await browser.close();
  host.kill();
}

/** @returns {Promise<string>} the address that the host prints when it is ready */
async function startAddress() {
  for await (const line of createInterface({ input: host.stdout })) {
    const address = /https?:\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error('the browser host ended without an address');
}
