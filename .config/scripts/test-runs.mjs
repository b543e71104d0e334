/** The two test runners, and one count over both. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findOrInstallBrowser } from './browser.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, skipReasons: string[] }} Counts */

const root = path.resolve(import.meta.dirname, '../..');
const unitResults = path.join(root, '.cache/results/unit.json');
const endToEndResults = path.join(root, '.cache/results/end-to-end.json');

/** A runner that ended before it could count is one failure. @type {Counts} */
const NOT_COUNTED = { passed: 0, failed: 1, skipped: 0, skipReasons: [] };

/**
 * Unit, corpus and law tests with vitest.
 * @param {string[]} [vitestArguments]
 * @returns {Counts & { succeeded: boolean }}
 */
export function runUnitTests(vitestArguments = []) {
  const succeeded = runProgram(
    'node_modules/vitest/vitest.mjs',
    [
      'run',
      '--config',
      '.config/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitResults}`,
      ...vitestArguments,
    ],
    unitResults,
  );
  if (!existsSync(unitResults)) return { ...NOT_COUNTED, succeeded: false };
  const results = JSON.parse(readFileSync(unitResults, 'utf8'));
  /** @type {{ name: string, status: string, assertionResults: { status: string, title: string, ancestorTitles: string[] }[] }[]} */
  const files = results.testResults;
  const unreadable = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + unreadable.length,
    skipped: results.numPendingTests + results.numTodoTests,
    // The runner keeps no reason: a group of tests that skips itself has it in its title.
    skipReasons: files.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ ancestorTitles, title }) => `skipped: ${path.relative(root, name)}: ${ancestorTitles[0] ?? title}`),
    ),
    succeeded,
  };
}

/**
 * End-to-end tests with Playwright, in a browser that is found or installed; without one they fail.
 * @returns {Counts & { succeeded: boolean }}
 */
export function runEndToEndTests() {
  const browser = findOrInstallBrowser();
  if (browser === undefined) {
    console.error(
      'No browser for the end-to-end tests: install Google Chrome or Chromium (Debian: apt-get install chromium) and try again.',
    );
    return { ...NOT_COUNTED, succeeded: false };
  }
  const succeeded = runProgram(
    'node_modules/@playwright/test/cli.js',
    ['test', '--config', '.config/playwright.config.ts'],
    endToEndResults,
    { REHEARSAL_BROWSER: browser },
  );
  if (!existsSync(endToEndResults)) return { ...NOT_COUNTED, succeeded: false };
  const { stats, errors, suites } = JSON.parse(readFileSync(endToEndResults, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    skipReasons: suites.flatMap(skipReasons),
    succeeded,
  };
}

/**
 * The lines that end a test run: why tests were skipped, then the one line that can be counted.
 * @param {Counts[]} runs
 */
export function closingLines(runs) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ field) =>
    runs.reduce((total, counts) => total + counts[field], 0);
  return [
    ...new Set(runs.flatMap((counts) => counts.skipReasons)),
    `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`,
  ];
}

/**
 * @param {string} program relative to the root
 * @param {string[]} programArguments
 * @param {string} results removed first: what is there afterwards is this run's
 * @param {Record<string, string>} [environment]
 */
function runProgram(program, programArguments, results, environment = {}) {
  rmSync(results, { force: true });
  const { status } = spawnSync(process.execPath, [path.join(root, program), ...programArguments], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

/**
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ status: string, annotations: Annotation[] }} Test
 * @typedef {{ title: string, suites?: Suite[], specs: { title: string, tests: Test[] }[] }} Suite
 */

/**
 * @param {Suite} suite
 * @returns {string[]} one sentence per skipped test
 */
function skipReasons(suite) {
  const here = suite.specs.flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === 'skipped')
      .map((test) => {
        const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
        return `skipped: ${spec.title} (${reason ?? 'no reason given'})`;
      }),
  );
  return [...here, ...(suite.suites ?? []).flatMap(skipReasons)];
}
