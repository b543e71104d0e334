import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../../main/engine/load/load-files';
import { locate } from '../../../../main/engine/load/locate';

const FIXTURES = fileURLToPath(new URL('../../../../../shared/fixtures', import.meta.url));
const folders = existsSync(FIXTURES)
  ? readdirSync(FIXTURES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  : [];

describe.skipIf(folders.length === 0)('real manifests by others', () => {
  it.each(folders.length > 0 ? folders : ['(the fixtures are not there)'])(
    'of %s are all accounted for, with every diagnostic and every name at its place',
    (folder) => {
      const root = join(FIXTURES, folder);
      const paths = readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)));
      const files = paths.map(
        (path) => ({ role: 'snapshot', path, text: readFileSync(join(root, path), 'utf8') }) as const,
      );
      const loaded = loadFiles(files, []);
      expect(loaded.accounting.files.map(({ path }) => path)).toEqual(paths.toSorted());
      expect(
        loaded.accounting.files.filter(({ fate, documents }) => fate === 'read' && documents.length === 0),
      ).toEqual([]);
      const counted = loaded.accounting.files
        .flatMap(({ documents }) => documents)
        .reduce((sum, { fate }) => sum + (fate.tag === 'loaded' ? fate.count : 0), 0);
      expect(counted).toBe(loaded.resources.length);
      for (const { position, help } of loaded.diagnostics) {
        const lines = (loaded.sources.get(position.file) ?? '').split('\n').length;
        expect(position.line >= 1 && position.line <= lines && position.column >= 1 && help !== '').toBe(true);
      }
      for (const { origin } of loaded.resources) {
        const position = locate(loaded.sources, origin, ['metadata', 'name']);
        const line = (loaded.sources.get(origin.file) ?? '').split('\n')[position.line - 1] ?? '';
        expect(line.slice(position.column - 1)).toMatch(/^"?name"?:/);
      }
    },
  );
});
