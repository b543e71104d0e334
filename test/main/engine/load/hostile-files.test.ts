import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../../main/engine/load/load-files';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n';

/** Nine aliases a level, ten levels: ten thousand million nodes when expanded. */
const ALIAS_BOMB = Array.from({ length: 10 }, (_, level) => {
  const items = level === 0 ? Array<string>(9).fill('lol') : Array<string>(9).fill(`*a${level - 1}`);
  return `k${level}: &a${level} [${items.join(', ')}]`;
}).join('\n');

const HOSTILE: Readonly<Record<string, { readonly text: string; readonly code: string; readonly place: string }>> = {
  'alias-bomb.yaml': { text: `${POD}${ALIAS_BOMB}\n`, code: 'LOAD12', place: '9:10' },
  'alias-to-itself.yaml': { text: `${POD}spec: &a\n  b: *a\n`, code: 'LOAD12', place: '5:6' },
  'binary.yaml': { text: `PK\u0003\u0004\n\0\0\u0001`, code: 'LOAD13', place: '2:1' },
  'broken.yaml': { text: `kind: Pod\nmetadata:\n\tname: x\n`, code: 'LOAD01', place: '3:1' },
  'deep.json': { text: `{"a":\n${'['.repeat(100_000)}`, code: 'LOAD12', place: '2:100' },
  'deep.yaml': { text: `a:\n ${'- '.repeat(5_000)}b\n`, code: 'LOAD12', place: '2:200' },
  'long-line.yaml': { text: `${POD}data: ${'x'.repeat(10_000_000)}\n`, code: 'LOAD12', place: '4:1' },
  'many-aliases.yaml': { text: `${POD}a: &a 1\nb: [${'*a, '.repeat(101)}]\n`, code: 'LOAD12', place: '5:406' },
  'template.yaml': { text: `kind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n`, code: 'LOAD11', place: '3:9' },
};

describe('a folder of hostile files', () => {
  const good = { role: 'snapshot', path: 'good.yaml', text: POD } as const;
  const files = Object.entries(HOSTILE).map(([path, { text }]) => ({ role: 'snapshot', path, text }) as const);

  it('gives one diagnostic each with its place, loads the rest, and does not hang', () => {
    const started = performance.now();
    const loaded = loadFiles([...files, good], []);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(
      loaded.diagnostics.map(({ code, position }) => [position.file, code, `${position.line}:${position.column}`]),
    ).toEqual(Object.entries(HOSTILE).map(([path, { code, place }]) => [`snapshot/${path}`, code, place]));
    expect(loaded.resources.map(({ name, origin }) => [name, origin.file])).toEqual([['web', 'snapshot/good.yaml']]);
    expect(loaded.diagnostics.every(({ excerpt, help }) => excerpt.length <= 160 && help !== '')).toBe(true);
    expect(loaded.accounting.files.map(({ path }) => path)).toEqual([...Object.keys(HOSTILE), 'good.yaml'].toSorted());
  });

  it('is no place where ten million brackets or quotes take long', () => {
    const started = performance.now();
    const texts = [
      '{'.repeat(10_000_000),
      `{${'"'.repeat(10_000_001)}`,
      `"${'\\'.repeat(5_000_000)}`,
      '---\n'.repeat(200_000),
      '# \n'.repeat(1_000_000),
    ];
    loadFiles(
      texts.map((text, index) => ({ role: 'snapshot', path: `${index}.yaml`, text })),
      [],
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 20_000);
});

describe('a large file that only begins like JSON', () => {
  it('is not tried as YAML', () => {
    const text = `{"kind": Pod,${' '.repeat(16 * 1024 * 1024)}}`;
    const { diagnostics, resources } = loadFiles([{ role: 'snapshot', path: 'a.json', text }], []);
    expect(resources).toEqual([]);
    expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual([
      ['LOAD01', 'This is not valid JSON.', 'Write the file again, e.g. with kubectl get … -o json.'],
    ]);
  });
});

describe('a long line', () => {
  it('is no harm in JSON, and takes no longer than many short ones', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `n${index}`, annotations: { padding: 'x'.repeat(1000) } },
    }));
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    expect(text.length).toBeGreaterThan(1024 * 1024);
    const loaded = loadFiles([{ role: 'snapshot', path: 'a.json', text }], []);
    expect([loaded.resources.length, loaded.diagnostics]).toEqual([20_000, []]);
  });
});
