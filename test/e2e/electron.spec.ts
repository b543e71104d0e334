import { _electron, expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findElectron } from '../../.config/scripts/electron-binary.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const sample = path.join(root, 'assets/samples/ship-it-safely');
const electron = findElectron();

test.describe('the Electron window', () => {
  test.skip(electron === undefined, 'the Electron binary is not installed: npx install-electron');

  test('opens the sample of its command line, with nothing but the bridge in reach of the page', async () => {
    const profile = mkdtempSync(path.join(tmpdir(), 'rehearsal-profile-'));
    const application = await _electron.launch({
      ...(electron === undefined ? {} : { executablePath: electron }),
      args: [
        root,
        sample,
        `--user-data-dir=${profile}`,
        // Chromium's own sandbox does not start for root; nobody but a test runs the window as root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
    try {
      const page = await application.firstWindow();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      await page.waitForLoadState('load');
      expect(page.url()).toMatch(/^app:\/\/bundle\//);
      await expect(page.getByText('Ship it safely').first()).toBeVisible();
      expect(
        await page.evaluate(() => ({
          bridge: Object.keys((globalThis as { rehearsal?: object }).rehearsal ?? {}),
          node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
        })),
      ).toEqual({ bridge: ['call', 'subscribe'], node: [] });
      expect(await page.evaluate(() => fetch('https://example.org/').then(String, String))).toContain('TypeError');
      expect(await page.evaluate(() => globalThis.open('https://example.org/') === null)).toBe(true);
      expect(application.windows()).toHaveLength(1);
      expect(complaints.filter((text) => !text.includes('example.org'))).toEqual([]);
    } finally {
      await application.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });
});
