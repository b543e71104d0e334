import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** Where the installers of macOS and Windows put a browser, which is not on the PATH there. */
const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined
      ? []
      : [
          path.join(folder, 'Google/Chrome/Application/chrome.exe'),
          path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        ];
  }),
];

/**
 * The browser for the end-to-end tests: Playwright's own, else one on the PATH, else one in the usual places.
 * @returns {string | undefined} the path of the program
 */
export function findBrowser() {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [chromium.executablePath(), ...onPath, ...USUAL_PLACES].find((file) => isExecutable(file) && starts(file));
}

/**
 * Finds a browser or installs one: Playwright's, else Debian's package when this runs as root.
 * @returns {string | undefined} the path of the program; undefined when none could be had
 */
export function findOrInstallBrowser() {
  const present = findBrowser();
  if (present !== undefined) return present;
  console.log(
    'No Chromium or Chrome found: installing one for the end-to-end tests (npx playwright install chromium).',
  );
  const root = process.getuid?.() === 0;
  run('npx', ['playwright', 'install', ...(root ? ['--with-deps'] : []), 'chromium'], 300);
  const fetched = findBrowser();
  if (fetched !== undefined) return fetched;
  if (root && existsSync('/usr/bin/apt-get')) {
    console.log("Playwright's browser cannot be fetched: installing the distribution's (apt-get install chromium).");
    if (!installDebianPackage()) run('apt-get', ['update'], 120);
    if (findBrowser() === undefined) installDebianPackage();
  }
  return findBrowser();
}

function installDebianPackage() {
  return run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], 600);
}

/**
 * Runs a program without showing what it prints.
 * @param {string} program
 * @param {string[]} programArguments
 * @param {number} seconds after which it is stopped
 */
function run(program, programArguments, seconds) {
  const { status } = spawnSync(program, programArguments, {
    stdio: 'ignore',
    timeout: seconds * 1000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A downloaded browser may lack libraries of the system. On Windows the question would open a window, and is not asked.
 * @param {string} program
 */
function starts(program) {
  return process.platform === 'win32' || run(program, ['--version'], 20);
}
