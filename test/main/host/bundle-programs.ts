import { join } from 'node:path';
import { build } from 'vite';
import { makeFolder } from './make-folder';

/**
 * Bundles TypeScript programs so that plain Node can run them: threads and child processes do not go through the test runner.
 * Returns the folder that holds `<name>.mjs` for every entry. `electron` stays an import.
 */
export async function bundlePrograms(entries: Readonly<Record<string, string>>): Promise<string> {
  const folder = makeFolder();
  await build({
    configFile: false,
    root: join(import.meta.dirname, '../../..'),
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: entries,
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return folder;
}
