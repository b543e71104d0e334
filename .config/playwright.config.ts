import { defineConfig, devices } from '@playwright/test';
import path from 'node:path';
import { findBrowser } from './scripts/browser.mjs';

const root = path.resolve(import.meta.dirname, '..');
const executablePath = process.env['REHEARSAL_BROWSER'] ?? findBrowser();

export default defineConfig({
  testDir: path.join(root, 'test/e2e'),
  outputDir: path.join(root, 'test-results'),
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: false,
  // While one waits for the window to draw, the other types.
  workers: 2,
  retries: 0,
  // The engine rehearses beside the browser, on two cores that may have other work.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: path.join(root, '.cache/results/end-to-end.json') }]],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser', testIgnore: /electron.*\.spec\.ts$/ },
    // Needs Electron's binary; where there is none, each spec skips itself and says why.
    { name: 'electron', testMatch: /electron.*\.spec\.ts$/ },
  ],
});
