/**
 * `node .config/scripts/build.mjs [--if-stale]`: builds `out/`. With `--if-stale` only where a source is newer than the
 * oldest output. Prints one line; when it fails also what the builder says, without its stack.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

const SOURCES = [
  'main',
  'preload',
  'renderer',
  'assets',
  'package.json',
  'electron.vite.config.ts',
  '.config/svelte.config.js',
];
const OUTPUTS = [
  'out/main/index.js',
  'out/main/cli.js',
  'out/main/worker.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];

if (process.argv.includes('--if-stale') && !isStale()) process.exit(0);

const builder = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
if (!existsSync(builder)) {
  console.error('The tools to build with are not installed: run `npm ci` first.');
  process.exit(1);
}
console.log('Building …');
const { status, stdout, stderr } = spawnSync(process.execPath, [builder, 'build'], { cwd: root, encoding: 'utf8' });
const missing = OUTPUTS.filter((output) => !existsSync(path.join(root, output)));
if (status !== 0 || missing.length > 0) {
  const told = `${stdout}${stderr}`.split('\n').filter((line) => !/^\s+at /.test(line));
  console.error(told.join('\n').trim());
  if (missing.length > 0) console.error(`not built: ${missing.join(', ')}`);
  process.exit(1);
}

function isStale() {
  const outputs = OUTPUTS.map((output) => path.join(root, output));
  if (!outputs.every((output) => existsSync(output))) return true;
  const oldestOutput = Math.min(...outputs.map((output) => statSync(output).mtimeMs));
  return SOURCES.some((source) => newest(path.join(root, source)) > oldestOutput);
}

/**
 * The latest change in a file or a folder. A folder's own time counts: it tells that a file was removed.
 * @param {string} place
 * @returns {number} milliseconds since the epoch
 */
function newest(place) {
  const found = statSync(place);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(place).map((name) => newest(path.join(place, name))));
}
