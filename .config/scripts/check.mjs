/**
 * `npm run check`: every check in order, one line per stage with its seconds, stopping at the first that fails.
 * `-- --without-end-to-end`: all but the end-to-end tests, for who has just run them.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { closingLines, runEndToEndTests, runUnitTests } from './test-runs.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** @type {import('./test-runs.mjs').Counts[]} */
const counted = [];

/** @type {readonly (readonly [name: string, succeeds: () => boolean])[]} */
const stages = [
  ['prettier', tool('node_modules/prettier/bin/prettier.cjs', '--check', '.')],
  ['oxlint', tool('node_modules/oxlint/bin/oxlint')],
  ['tsc -b', tool('node_modules/typescript/bin/tsc', '-b')],
  [
    'svelte-check',
    tool(
      'node_modules/svelte-check/bin/svelte-check',
      '--tsconfig',
      'renderer/tsconfig.json',
      '--config',
      '.config/svelte.config.js',
      '--fail-on-warnings',
    ),
  ],
  [
    'dependency-cruiser',
    tool(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.config/dependency-cruiser.mjs',
      'main',
      'preload',
      'renderer',
      'test',
    ),
  ],
  ['knip', tool('node_modules/knip/bin/knip.js', '--config', '.config/knip.json')],
  ['vitest with coverage', () => count(runUnitTests(['--coverage']))],
  ['build', tool('.config/scripts/build.mjs')],
  ...(process.argv.includes('--without-end-to-end')
    ? []
    : [/** @type {const} */ (['Playwright', () => count(runEndToEndTests())])]),
  ['clean tree', treeIsClean],
];

for (const [name, succeeds] of stages) {
  const start = performance.now();
  const succeeded = succeeds();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${succeeded ? 'passed' : 'failed'} in ${seconds} s`);
  if (!succeeded) {
    process.exitCode = 1;
    break;
  }
}
if (counted.length > 0) for (const line of closingLines(counted)) console.log(line);

/**
 * A stage that is one program of Node; what it prints is shown only when it fails.
 * @param {string} program relative to the root
 * @param {string[]} programArguments
 */
function tool(program, ...programArguments) {
  return () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, program), ...programArguments], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd());
    return status === 0;
  };
}

/** @param {import('./test-runs.mjs').Counts & { succeeded: boolean }} run */
function count(run) {
  counted.push(run);
  return run.succeeded;
}

/** Nothing the checks wrote, and nothing that was forgotten, is outside the repository's history. */
function treeIsClean() {
  const { status, stdout, stderr } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  const differences = status === 0 ? stdout : (stderr ?? 'git is not there\n');
  if (differences !== '') console.log(differences.trimEnd());
  return status === 0 && stdout === '';
}
