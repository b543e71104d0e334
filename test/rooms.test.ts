import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import configuration from '../.config/dependency-cruiser.mjs';
import { engineRooms } from '../.config/rooms.mjs';

const root = path.resolve(import.meta.dirname, '..');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Judges the tree below a folder by the project's import rules; answers `rule: importer → imported` per violation. */
async function violations(baseDir: string, parts: readonly string[]): Promise<readonly string[]> {
  const { forbidden, options } = configuration;
  const { output } = await cruise([...parts], { ...options, ruleSet: { forbidden }, validate: true, baseDir });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  return named(output);
}

function named(result: ICruiseResult): readonly string[] {
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).toSorted();
}

/** Writes a small tree in which each file imports what is listed, beside packages of the names that rules mention. */
function tree(files: Readonly<Record<string, readonly string[]>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rooms-'));
  folders.push(folder);
  const write = (name: string, text: string): void => {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  for (const library of ['electron', 'js-yaml', 'cytoscape', 'svelte']) {
    write(`node_modules/${library}/package.json`, JSON.stringify({ name: library, main: 'index.js' }));
    write(`node_modules/${library}/index.js`, 'export const value = 1;\n');
  }
  // What a compiled component imports.
  for (const internal of ['client', 'disclose-version', 'flags/legacy']) {
    write(`node_modules/svelte/internal/${internal}.js`, 'export const value = 1;\n');
  }
  for (const [name, imports] of Object.entries(files)) {
    const lines = imports.map((imported) => `import type {} from '${imported}';\nimport '${imported}';\n`);
    const text = `${lines.join('')}export const value = 1;\n`;
    write(name, name.endsWith('.svelte') ? `<script lang="ts">\n${lines.join('')}</script>\n` : text);
  }
  return folder;
}

function rulesBrokenBy(files: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  const parts = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? name))];
  return violations(tree(files), parts);
}

/** The places outside the window that a component's text imports, other than those it may see. */
function hiddenImports(component: string, text: string): readonly string[] {
  return [...text.matchAll(/\bfrom '(\.[^']*)'/g)]
    .map(([, imported = '']) => path.posix.join(path.posix.dirname(component), imported))
    .filter((place) => !/^(renderer|assets|main\/engine\/(model|report))\/|^preload\/contract$/.test(place));
}

describe('the rooms of the engine', () => {
  it('lists every folder of main/engine, and no other', () => {
    const present = readdirSync(path.join(root, 'main/engine'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(present.toSorted()).toEqual(engineRooms.toSorted());
  });

  it('may import upwards but not downwards, whichever two rooms it is', async () => {
    const files: Record<string, string[]> = { 'main/engine/pipeline.ts': engineRooms.map((room) => `./${room}/up`) };
    const expected: string[] = [];
    engineRooms.forEach((room, position) => {
      const above = engineRooms[position - 1];
      const below = engineRooms[position + 1];
      files[`main/engine/${room}/up.ts`] = above === undefined ? [] : [`../${above}/up`];
      files[`main/engine/${room}/down.ts`] = below === undefined ? ['../pipeline'] : [`../${below}/up`];
      expected.push(
        `engine-${room}-looks-up: main/engine/${room}/down.ts → ` +
          (below === undefined ? 'main/engine/pipeline.ts' : `main/engine/${below}/up.ts`),
      );
    });
    expect(await rulesBrokenBy(files)).toEqual(expected.toSorted());
  });

  it('has no place for a folder that is not in the array', async () => {
    const files = { 'main/engine/pipeline.ts': ['./attic/old'], 'main/engine/attic/old.ts': [] };
    expect(await rulesBrokenBy(files)).toEqual([
      'engine-rooms-are-listed: main/engine/pipeline.ts → main/engine/attic/old.ts',
    ]);
  });

  it('reads no Node module and no library, except that load reads YAML', async () => {
    const files = {
      'main/engine/load/parse.ts': ['js-yaml', 'cytoscape'],
      'main/engine/net/address.ts': ['node:net', 'js-yaml'],
    };
    expect(await rulesBrokenBy(files)).toEqual([
      'engine-is-pure: main/engine/net/address.ts → net',
      'engine-is-pure: main/engine/net/address.ts → node_modules/js-yaml/index.js',
      'load-knows-yaml-only: main/engine/load/parse.ts → node_modules/cytoscape/index.js',
    ]);
  });
});

describe('the parts of the program', () => {
  it('let the window see results and the contract only, from Svelte files too', async () => {
    const files = {
      'preload/contract.ts': [],
      'main/engine/model/edge.ts': [],
      'main/engine/report/scene.ts': ['../model/edge'],
      'main/engine/evaluate/walk.ts': [],
      'main/host/dispatch.ts': ['../../preload/contract'],
      'renderer/map/draw.ts': [
        'cytoscape',
        '../../main/engine/report/scene',
        '../../preload/contract',
        '../../main/host/dispatch',
      ],
      'renderer/App.svelte': ['svelte', '../main/engine/model/edge', '../main/engine/evaluate/walk'],
    };
    expect(await rulesBrokenBy(files)).toEqual([
      'renderer-sees-results-only: renderer/App.svelte → main/engine/evaluate/walk.ts',
      'renderer-sees-results-only: renderer/map/draw.ts → main/host/dispatch.ts',
    ]);
  });

  it('keep electron in its host, its entry and the preload', async () => {
    const files = {
      'main/index.ts': ['electron', './host/electron/window'],
      'main/host/electron/window.ts': ['electron'],
      'main/host/dispatch.ts': ['electron'],
      'preload/contract.ts': [],
      'preload/index.ts': ['electron', './contract', '../main/host/dispatch'],
      'renderer/main.ts': ['electron'],
    };
    expect(await rulesBrokenBy(files)).toEqual([
      'electron-in-its-host-only: main/host/dispatch.ts → node_modules/electron/index.js',
      'electron-in-its-host-only: renderer/main.ts → node_modules/electron/index.js',
      'preload-is-the-contract: preload/index.ts → main/host/dispatch.ts',
      'renderer-sees-results-only: renderer/main.ts → node_modules/electron/index.js',
    ]);
  });

  it('keep electron out of reach of the command line and the worker, however long the way', async () => {
    const files = {
      'main/cli/index.ts': ['../host/start'],
      'main/host/start.ts': ['./electron/window'],
      'main/host/worker.ts': [],
      'main/host/electron/window.ts': ['electron'],
    };
    expect(await rulesBrokenBy(files)).toEqual([
      'plain-node-without-electron: main/cli/index.ts → node_modules/electron/index.js',
    ]);
  });

  it('keep the bridge and the window out of main, and the tests out of everything', async () => {
    const files = {
      'main/host/dispatch.ts': ['../../preload/contract', '../../preload/index', '../../renderer/theme'],
      'main/host/files.ts': ['../../test/sample'],
      'preload/contract.ts': ['./names'],
      'preload/index.ts': [],
      'preload/names.ts': [],
      'renderer/theme.ts': [],
      'test/sample.ts': [],
    };
    expect(await rulesBrokenBy(files)).toEqual([
      'contract-is-pure: preload/contract.ts → preload/names.ts',
      'main-stays-in-main: main/host/dispatch.ts → preload/index.ts',
      'main-stays-in-main: main/host/dispatch.ts → renderer/theme.ts',
      'nothing-imports-tests: main/host/files.ts → test/sample.ts',
    ]);
  });

  it('allow no circle and no import that leads nowhere', async () => {
    const files = { 'main/host/a.ts': ['./b', './gone'], 'main/host/b.ts': ['./a'] };
    expect(await rulesBrokenBy(files)).toEqual([
      'everything-resolves: main/host/a.ts → ./gone',
      'no-circles: main/host/a.ts → main/host/b.ts',
    ]);
  });

  it('let components import types from the same places only, which their compiled form no longer shows', () => {
    const imports = `import type { Walk } from '../../main/engine/evaluate/walk';
      import { type Edge } from '../../main/engine/model/edge';
      import Row from './Row.svelte';`;
    expect(hiddenImports('renderer/map/Map.svelte', imports)).toEqual(['main/engine/evaluate/walk']);
    const components = readdirSync(path.join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.svelte'))
      .map((name) => path.posix.join('renderer', name));
    expect(components.flatMap((name) => hiddenImports(name, readFileSync(path.join(root, name), 'utf8')))).toEqual([]);
  });

  it('hold in the tree as it stands', async () => {
    expect(await violations(root, ['main', 'preload', 'renderer', 'test'])).toEqual([]);
  }, 60_000);
});
