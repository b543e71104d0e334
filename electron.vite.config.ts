import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const root = import.meta.dirname;

/** Makes `out/main/cli.js` a program of its own: the `rehearse` command. */
const executableCommandLine: Plugin = {
  name: 'executable-command-line',
  writeBundle({ dir }) {
    if (dir !== undefined) chmodSync(path.join(dir, 'cli.js'), 0o755);
  },
};

/**
 * Three bundles. Libraries are devDependencies and therefore bundled: `out/` runs without node_modules, and only
 * `electron` and Node's own modules stay outside. Of the outputs only `main/index.js` may load `electron`.
 */
export default defineConfig({
  main: {
    plugins: [executableCommandLine],
    build: {
      // The browser host and the command line run the same files under plain Node.
      target: 'node20',
      rolldownOptions: {
        input: {
          index: path.join(root, 'main/index.ts'),
          cli: path.join(root, 'main/cli/index.ts'),
          worker: path.join(root, 'main/host/worker.ts'),
        },
        output: {
          entryFileNames: '[name].js',
          banner: (chunk) => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path.join(root, 'preload/index.ts') },
        // A sandboxed preload is loaded as CommonJS and may require nothing but Electron's own modules.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path.join(root, 'renderer'),
    publicDir: false,
    plugins: [svelte({ configFile: path.join(root, '.config/svelte.config.js') })],
    build: {
      // Both keep inline scripts and data addresses out of the page, which its content security policy refuses.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: path.join(root, 'renderer/index.html') } },
    },
  },
});
