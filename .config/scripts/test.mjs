/** `npm test`: unit, corpus and law tests, then a build where it is stale, then the end-to-end tests. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { closingLines, runEndToEndTests, runUnitTests } from './test-runs.mjs';

const unit = runUnitTests();
const build = spawnSync(process.execPath, [path.join(import.meta.dirname, 'build.mjs'), '--if-stale'], {
  stdio: 'inherit',
});
// Without a current build the end-to-end tests would judge an older program.
const endToEnd =
  build.status === 0
    ? runEndToEndTests()
    : {
        passed: 0,
        failed: 1,
        skipped: 0,
        skipReasons: ['failed: the build, and with it the end-to-end tests'],
        succeeded: false,
      };

for (const line of closingLines([unit, endToEnd])) console.log(line);
process.exitCode = unit.succeeded && endToEnd.succeeded ? 0 : 1;
