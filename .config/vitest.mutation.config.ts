import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');
const room = process.env['MUTATED_ROOM'] ?? '*';

/** The tests of one room of the engine, for `npm run mutation`: what a room promises, its own tests must hold it to. */
export default defineConfig({
  root,
  test: {
    setupFiles: ['test/seed-laws.ts'],
    environment: 'node',
    include: [`test/main/engine/${room}/**/*.test.ts`],
  },
});
