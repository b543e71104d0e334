/**
 * Mutation testing of one room of the engine, which `.config/scripts/mutation.mjs` names in `MUTATED_ROOM`. Static mutants are tested too:
 * tables are what most rules of Calico's language are.
 */
const room = process.env['MUTATED_ROOM'] ?? '';

/** @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: '.config/vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: [`main/engine/${room}/**/*.ts`],
  timeoutMS: 2000,
  thresholds: { high: 95, low: 85, break: 85 },
  // Mutants run in a copy of the project that holds what its sources need.
  ignorePatterns: ['assets', 'coverage', 'docs', 'out', 'playwright-report', 'test-results', 'test/corpus', 'test/e2e'],
  disableTypeChecks: false,
  tempDirName: '.cache/stryker',
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  jsonReporter: { fileName: `.cache/mutation/${room}.json` },
};
