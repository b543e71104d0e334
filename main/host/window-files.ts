import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { packageRoot } from './package-root';

/** A built file of the window, held in memory. */
export interface WindowFile {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** The only files that either host serves, by the path of their address: `/`, `/assets/index-….js`. */
export type WindowFiles = ReadonlyMap<string, WindowFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Where the build puts the window. */
function windowFolder(): string {
  return join(packageRoot(), 'out', 'renderer');
}

/**
 * Reads the built window into memory, so that no request ever becomes a path on disk. Files of other types than a window is made of
 * are left out. Throws when the folder has no `index.html`: the window is not built.
 */
export async function readWindowFiles(folder: string = windowFolder()): Promise<WindowFiles> {
  const files = new Map<string, WindowFile>();

  async function addFolder(absolute: string, address: string): Promise<void> {
    for (const entry of await readdir(absolute, { withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (entry.isDirectory()) await addFolder(join(absolute, entry.name), `${address}${entry.name}/`);
      else if (entry.isFile() && type !== undefined) {
        files.set(address + entry.name, { type, content: new Uint8Array(await readFile(join(absolute, entry.name))) });
      }
    }
  }

  await addFolder(folder, '/').catch(() => files.clear());
  const start = files.get('/index.html');
  if (start === undefined) throw new Error(`the window is not built: ${join(folder, 'index.html')} is missing`);
  return files.set('/', start);
}
