import { expect, test, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { RECORDING } from './shop-rollout';
import { contrastViolationsOf, PATIENCE, violationsOf } from './violations';

// axe adds a script to the page, which the content security policy refuses.
test.use({ bypassCSP: true });

const root = path.resolve(import.meta.dirname, '../..');
const PAGES = ['review.html', 'checklist.html'] as const;
/** The window of a reader, and a telephone. */
const WIDTHS = [1280, 420] as const;

/** Long enough to overflow what can, and short enough to be looked at node by node. */
const PACKS = { long: 'shop-default-deny', short: 'ship-it-safely' } as const;

let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rehearsal-'));
  for (const [pack, sample] of Object.entries(PACKS)) {
    const report = ['report', '-o', path.join(folder, pack), path.join(root, 'assets/samples', sample)];
    const flows = pack === 'long' ? ['--flows', RECORDING] : [];
    await promisify(execFile)(process.execPath, [path.join(root, 'out/main/cli.js'), ...report, ...flows]);
  }
});

test.afterAll(async () => rm(folder, { recursive: true, force: true }));

async function openPage(page: Page, pack: keyof typeof PACKS, name: string): Promise<void> {
  await page.goto(pathToFileURL(path.join(folder, pack, name)).href);
}

for (const name of PAGES) {
  test(`${name} breaks no rule of accessibility in light, dark or on paper`, async ({ page }) => {
    test.setTimeout(PATIENCE);
    await openPage(page, 'short', name);
    const found = [...(await violationsOf(page, 'light'))];
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await contrastViolationsOf(page, 'dark')));
    await page.emulateMedia({ media: 'print' });
    found.push(...(await contrastViolationsOf(page, 'print')));
    expect(found).toEqual([]);
  });

  test(`${name} needs no sideways scrolling, and asks for nothing`, async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await openPage(page, 'long', name);
    expect(asked).toEqual([page.url()]);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect({ width, overflow: Math.max(0, overflow) }).toEqual({ width, overflow: 0 });
    }
  });
}

test('the first screenful says what changes, what breaks, who gets in and what was not checked', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openPage(page, 'long', 'review.html');
  await expect(page.getByText('Do not take this rollout as it is')).toBeInViewport();
  for (const question of ['What changes?', 'What breaks?', 'Who can still get in?', 'What was not checked?']) {
    await expect(page.getByRole('heading', { name: question })).toBeInViewport();
  }
});
