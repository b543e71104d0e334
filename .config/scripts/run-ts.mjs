/**
 * Runs a TypeScript program under plain Node: `node .config/scripts/run-ts.mjs ENTRY.ts [ARGUMENT …]`.
 * Bundles the entry into `.cache/run/`, then starts it in its own process with the arguments, and ends as it ended.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const [entry, ...programArguments] = process.argv.slice(2);
if (entry === undefined) {
  console.error('usage: node .config/scripts/run-ts.mjs ENTRY.ts [ARGUMENT …]');
  process.exit(2);
}

const name = path.relative(root, path.resolve(entry)).replace(/\.ts$/, '').replaceAll(path.sep, '-');
const outDir = path.join(root, '.cache/run', name);
await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: path.resolve(entry),
    outDir,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: 'inline',
    rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
  },
});

const program = path.join(outDir, 'program.mjs');
const { status, signal } = spawnSync(process.execPath, ['--enable-source-maps', program, ...programArguments], {
  stdio: 'inherit',
});
if (signal !== null) process.kill(process.pid, signal);
process.exitCode = status ?? 1;
