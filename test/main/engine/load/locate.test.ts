import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../../main/engine/load/load-files';
import { locate } from '../../../../main/engine/load/locate';
import type { FieldPath } from '../../../../main/engine/model/source';
import { NO_ORIGIN } from '../../../../main/engine/model/source';

/** The text from the position of a field on, to the end of its line, for the object with this name. */
function at(text: string, path: FieldPath, name = 'a'): string {
  const loaded = loadFiles([{ role: 'changes', path: 'f.yaml', text }], []);
  const resource = loaded.resources.find((candidate) => candidate.name === name);
  if (resource === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
  const position = locate(loaded.sources, resource.origin, path);
  expect(position.file).toBe('changes/f.yaml');
  // What was kept while the file was read is what the object's own lines tell when they are read again.
  expect(locate(loaded.sources, { ...resource.origin }, path)).toEqual(position);
  const source = loaded.sources.get('changes/f.yaml') ?? '';
  return (source.split('\n')[position.line - 1] ?? '').slice(position.column - 1).replace(/\r$/, '');
}

const HEAD = 'apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata:\n  name: a\n';

describe('a field is placed at its key, a list item at its start', () => {
  it('in block style', () => {
    const text = `${HEAD}spec:\n  order: 5\n  ingress:\n  - action: Allow\n    source:\n      nets: [10.0.0.0/8, '192.0.2.0/24']\n  - action: Deny\n`;
    expect(at(text, ['spec', 'order'])).toBe('order: 5');
    expect(at(text, ['spec', 'ingress', 0])).toBe('action: Allow');
    expect(at(text, ['spec', 'ingress', 0, 'source', 'nets', 1])).toBe("'192.0.2.0/24']");
    expect(at(text, ['spec', 'ingress', 1, 'action'])).toBe('action: Deny');
    expect(at(text, [])).toBe('apiVersion: projectcalico.org/v3');
  });

  it('in flow style and with quoted keys', () => {
    const text = `${HEAD}"spec": {"ingress": [{action: Allow, 'protocol': TCP}], order: 1}\n`;
    expect(at(text, ['spec'])).toBe('"spec": {"ingress": [{action: Allow, \'protocol\': TCP}], order: 1}');
    expect(at(text, ['spec', 'ingress', 0, 'protocol'])).toBe("'protocol': TCP}], order: 1}");
  });

  it('when the dash stands on its own line, with or without a comment', () => {
    const text = `items:\n- # first\n  ${HEAD.replaceAll('\n', '\n  ')}\n-\n  ${HEAD.replace('name: a', 'name: b').replaceAll('\n', '\n  ')}spec:\n    order: 2\nkind: List\napiVersion: v1\n`;
    expect(at(text, ['metadata', 'name'])).toBe('name: a');
    expect(at(text, ['spec', 'order'], 'b')).toBe('order: 2');
  });

  it('behind literal scalars whose text looks like YAML', () => {
    const text = `${HEAD}  annotations:\n    note: |\n      spec:\n        order: 1\n\n      - x\nspec:\n  order: 7\n  types:\n  - |-\n    Ingress\n  - >\n    Egress\n`;
    expect(at(text, ['spec', 'order'])).toBe('order: 7');
    expect(at(text, ['spec', 'types', 0])).toBe('|-');
    expect(at(text, ['spec', 'types', 1])).toBe('>');
  });

  it('where an alias or a merge key took it from, also when that is outside the object', () => {
    const text = `kind: List\napiVersion: v1\nx-rule: &rule\n  action: Allow\nx-spec: &spec\n  order: 3\nitems:\n- ${HEAD.replaceAll('\n', '\n  ')}spec:\n    <<: *spec\n    ingress: [*rule]\n`;
    expect(at(text, ['spec', 'ingress', 0, 'action'])).toBe('action: Allow');
    expect(at(text, ['spec', 'order'])).toBe('order: 3');
  });

  it('where the first of several merged mappings has it, and not where a later one repeats it', () => {
    const text = `${HEAD}x-a: &a {order: 1}\nx-b: &b {order: 2, tier: x}\nspec:\n  <<: [*a, *b]\n`;
    expect(at(text, ['spec', 'order'])).toBe('order: 1}');
    expect(at(text, ['spec', 'tier'])).toBe('tier: x}');
    expect(at(text, ['spec', 'types'])).toBe('spec:');
  });

  it('where an anchor marks a text, and where an alias repeats it', () => {
    const text = `${HEAD}spec:\n  selector: &all all()\n  types: [&in Ingress]\n  x: *all\n  y: [*in]\n`;
    expect(at(text, ['spec', 'types', 0])).toBe('&in Ingress]');
    expect(at(text, ['spec', 'x'])).toBe('x: *all');
    expect(at(text, ['spec', 'y', 0])).toBe('&in Ingress]');
  });

  it('in JSON, on one line or many, with tabs, in lists', () => {
    const object = {
      apiVersion: 'projectcalico.org/v3',
      kind: 'GlobalNetworkPolicy',
      metadata: { name: 'a' },
      spec: { order: 1 },
    };
    const other = { ...object, metadata: { name: 'b', labels: { x: '}' } }, spec: { order: 2 } };
    const list = { kind: 'List', apiVersion: 'v1', items: [object, other] };
    expect(at(JSON.stringify(list), ['spec', 'order'], 'b')).toBe('"order":2}}]}');
    expect(at(JSON.stringify(list, null, '\t'), ['spec', 'order'], 'b')).toBe('"order": 2');
    expect(at(JSON.stringify([object, other], null, 2), ['metadata', 'labels', 'x'], 'b')).toBe('"x": "}"');
  });

  it('with Windows line ends, a byte order mark, characters beyond the first plane, and later documents', () => {
    const text = `\uFEFF# 🐈\r\n${HEAD.replaceAll('\n', '\r\n')}---\r\n${HEAD.replace('name: a', 'name: b # 🐈')}spec:\r\n  order: 4\r\n`;
    expect(at(text, [])).toBe('apiVersion: projectcalico.org/v3');
    expect(at(text, ['spec', 'order'], 'b')).toBe('order: 4');
  });

  it('in the last line of a file', () => {
    expect(at(`${HEAD}spec:\n  order: 8`, ['spec', 'order'])).toBe('order: 8');
  });
});

describe('a field that is not there', () => {
  it('is placed at its nearest ancestor', () => {
    const text = `${HEAD}spec:\n  ingress:\n  - action: Allow\n`;
    expect(at(text, ['spec', 'ingress', 0, 'source', 'nets'])).toBe('action: Allow');
    expect(at(text, ['spec', 'egress', 3])).toBe('spec:');
    expect(at(text, ['status'])).toBe('apiVersion: projectcalico.org/v3');
  });

  it('is placed at its list where its item is empty, and at its key where its value is', () => {
    const text = `${HEAD}spec:\n  tier:\n  types:\n  - Ingress\n  -\n`;
    expect(at(text, ['spec', 'tier', 'name'])).toBe('tier:');
    expect(at(text, ['spec', 'types', 1])).toBe('types:');
  });

  it('is placed at what holds it where an alias repeats its name', () => {
    const text = `${HEAD}x: &k order\nspec: {*k : 5}\n`;
    expect(at(text, ['spec', 'order'])).toBe('spec: {*k : 5}');
  });

  it('is placed at the alias where the whole object is one', () => {
    const text = `- &a\n  ${HEAD.replaceAll('\n', '\n  ')}\n- *a\n`;
    expect(at(text, ['spec', 'order'])).toBe('*a');
  });

  it('has line 0 when its object stands in no file, and the line of its object when nobody has the file', () => {
    expect(locate(new Map(), NO_ORIGIN, ['spec'])).toEqual({ file: '', line: 0, column: 0 });
    const origin = { file: 'changes/f.yaml', document: 0, start: 20, end: 40, line: 3 };
    expect(locate(new Map(), origin, ['spec'])).toEqual({ file: 'changes/f.yaml', line: 3, column: 1 });
  });
});

const key = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9 _.:#/'"{}&*-]{0,12}$/);
const leaf = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4 }),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
  ),
}));

function keyPaths(node: unknown, path: FieldPath): readonly FieldPath[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => keyPaths(item, [...path, index]));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => [[...path, name], ...keyPaths(child, [...path, name])]);
}

describe('every field of any object', () => {
  const styles = [
    { title: 'block style', write: (objects: unknown) => dump(objects, { noRefs: true, lineWidth: -1 }) },
    {
      title: 'block style as kubectl writes it',
      write: (objects: unknown) => dump(objects, { noRefs: true, seqNoIndent: true }),
    },
    {
      title: 'dashes on their own lines',
      write: (objects: unknown) => dump(objects, { noRefs: true, seqInlineFirst: false }),
    },
    { title: 'flow style', write: (objects: unknown) => dump(objects, { noRefs: true, flowLevel: 0 }) },
    {
      title: 'mixed style',
      write: (objects: unknown) =>
        dump(objects, { noRefs: true, flowLevel: 4, quoteStyle: 'double', forceQuotes: true }),
    },
    { title: 'JSON', write: (objects: unknown) => JSON.stringify(objects, null, 2) },
  ];

  it.each(styles)('is placed at its key: $title', ({ write }) => {
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1 }), fc.boolean(), (spec, inList) => {
        const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec };
        const other = { ...object, metadata: { name: 'b' } };
        const text = write(inList ? { apiVersion: 'v1', items: [object, other], kind: 'List' } : object);
        const loaded = loadFiles([{ role: 'snapshot', path: 'f', text }], []);
        expect(loaded.resources.map(({ body }) => body)).toEqual(
          JSON.parse(JSON.stringify(inList ? [object, other] : [object])),
        );
        const lines = text.split('\n');
        for (const resource of loaded.resources) {
          for (const path of keyPaths(object, [])) {
            const position = locate(loaded.sources, resource.origin, path);
            const there = (lines[position.line - 1] ?? '').slice(position.column - 1);
            const name = String(path.at(-1));
            const spellings = [name, JSON.stringify(name), `'${name.replaceAll("'", "''")}'`];
            expect(spellings.some((spelling) => there.startsWith(spelling))).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
