import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const electronPackage = path.resolve(import.meta.dirname, '../../node_modules/electron');

/** How long a download may take before the browser host is the better answer. */
const FETCH_SECONDS = 120;

/**
 * Looks for Electron's binary without importing the package, which would answer with a download.
 * @returns {string | undefined} the path of the program
 */
export function findElectron() {
  const pathFile = path.join(electronPackage, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const program =
    override !== undefined
      ? path.join(override, name ?? 'electron')
      : name !== undefined
        ? path.join(electronPackage, 'dist', name)
        : undefined;
  return program !== undefined && existsSync(program) ? program : undefined;
}

/**
 * Fetches Electron's binary, which is not part of the npm package.
 * @returns {string | undefined} the path of the program; undefined when it could not be had within the time limit
 */
export function fetchElectron() {
  const installer = path.join(electronPackage, 'install.js');
  if (!existsSync(installer)) return undefined;
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: FETCH_SECONDS * 1000 });
  return findElectron();
}
