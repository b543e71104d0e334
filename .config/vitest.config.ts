import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');

/** A machine that does other things as well, and coverage, take several times as long as an idle one. */
const PATIENCE = { testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  root,
  cacheDir: path.join(root, '.cache/vite'),
  test: {
    passWithNoTests: false,
    // Vitest leaves one core idle, of two.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: [
        'main/engine/**/*.ts',
        'main/host/**/*.ts',
        'main/cli/**/*.ts',
        'preload/**/*.ts',
        'renderer/**/*.{ts,svelte}',
      ],
      // The patterns above match at any depth.
      exclude: ['test/**'],
      reportsDirectory: 'coverage',
      reporter: ['text-summary', 'json-summary'],
      // A floor that is raised as the rooms fill, never lowered.
      thresholds: {
        'main/engine/**/*.ts': { statements: 99, branches: 97, functions: 98, lines: 99 },
        // What decides.
        'main/engine/{selector,cluster,compile,evaluate}/**/*.ts': { branches: 96 },
      },
    },
    projects: [
      {
        root,
        // In plain Node the `electron` package answers an import with a download.
        resolve: { alias: { electron: path.join(root, 'test/stand-in/electron.ts') } },
        test: {
          ...PATIENCE,
          name: 'node',
          setupFiles: ['test/seed-laws.ts'],
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/renderer/**', 'test/e2e/**'],
        },
      },
      {
        root,
        plugins: [svelte({ configFile: path.join(import.meta.dirname, 'svelte.config.js') }), svelteTesting()],
        test: {
          ...PATIENCE,
          name: 'dom',
          setupFiles: ['test/seed-laws.ts'],
          environment: 'jsdom',
          // A whole window is mounted and walked, on two cores that may have other work.
          testTimeout: 30_000,
          include: ['test/renderer/**/*.test.ts'],
        },
      },
    ],
  },
});
