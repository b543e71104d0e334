/**
 * `npm run mutation [-- [ROOM …] [OPTION …]]`: changes the code of a room of the engine, one small mutant at a time, and runs the tests of that
 * room. Prints what no test noticed, and the score; ends in 1 where a score is under 85. What stands behind the rooms goes to Stryker, e.g.
 * `--mutate main/engine/compile/order.ts`.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const ROOMS = ['selector', 'compile', 'evaluate'];

const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith('-'));
const named = firstOption === -1 ? given : given.slice(0, firstOption);
const options = firstOption === -1 ? [] : given.slice(firstOption);

for (const room of named.length > 0 ? named : ROOMS) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', '.config/stryker.config.mjs', ...options],
    { cwd: root, stdio: 'inherit', env: { ...process.env, MUTATED_ROOM: room } },
  );
  if (status !== 0) process.exitCode = 1;
}
