import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../../main/engine/load/load-files';
import type { Role, SourceFile } from '../../../../main/engine/model/source';
import { POD, TIER, briefly, fates, load, names } from './loaded';

describe('the objects of a file', () => {
  it('are those of all its YAML documents, each accounted for with its line', () => {
    const loaded = load({
      'a.yaml': `# licence\n---\n${POD}---\n---\n${TIER}---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n`,
    });
    expect(names(loaded)).toEqual(['Pod prod/web', 'Tier /security']);
    expect(loaded.resources.map(({ origin }) => [origin.file, origin.document, origin.line])).toEqual([
      ['snapshot/a.yaml', 0, 3],
      ['snapshot/a.yaml', 2, 8],
    ]);
    expect(fates(loaded)).toEqual([
      ['a.yaml', 3, { tag: 'loaded', kind: 'v1 Pod', count: 1 }],
      ['a.yaml', 6, { tag: 'ignored', why: 'an empty document' }],
      ['a.yaml', 8, { tag: 'loaded', kind: 'projectcalico.org/v3 Tier', count: 1 }],
      ['a.yaml', 13, { tag: 'ignored', why: 'v1 ConfigMap is not read' }],
    ]);
    expect(loaded.accounting.loaded).toEqual([
      { kind: 'projectcalico.org/v3 Tier', count: 1 },
      { kind: 'v1 Pod', count: 1 },
    ]);
    expect(loaded.accounting.notRead).toEqual([{ kind: 'v1 ConfigMap', count: 1 }]);
    expect(loaded.diagnostics).toEqual([]);
  });

  it('are the items of lists, of typed lists, of bare arrays and of lists in arrays', () => {
    const pod = { metadata: { name: 'web' } };
    const tier = { apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name: 'security' } };
    const loaded = load({
      'list.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [tier, { ...pod, apiVersion: 'v1', kind: 'Node' }],
      }),
      'typed.json': JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: [pod] }),
      'typed.yaml':
        'apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata:\n    name: prod\n- metadata:\n    name: test\n',
      'z.yaml': `- apiVersion: projectcalico.org/v3\n  kind: HostEndpointList\n  items:\n  - metadata: {name: eth0}\n- ${POD.replaceAll('\n', '\n  ')}\n`,
    });
    expect(names(loaded)).toEqual([
      'Tier /security',
      'Node /web',
      'Pod default/web',
      'Namespace /prod',
      'Namespace /test',
      'HostEndpoint /eth0',
      'Pod prod/web',
    ]);
    expect(loaded.resources.map(({ origin }) => origin.line)).toEqual([1, 1, 1, 4, 6, 4, 5]);
    expect(loaded.diagnostics).toEqual([]);
  });

  it('are cut out of the text exactly, up to the next item, key or end', () => {
    const slices = (text: string): readonly string[] =>
      load({ 'a.yaml': text }).resources.map(({ origin }) => text.slice(origin.start, origin.end).trimEnd());
    const a = 'kind: Node\n  apiVersion: v1\n  metadata: {name: a}';
    const b = a.replace('name: a', 'name: b');
    expect(slices(`items:\n- ${a}\n- ${b}\nkind: List\napiVersion: v1\n`)).toEqual([a, b]);
    expect(slices(`items:\n-\n  ${a}\n- # comment\n  ${b}\nkind: List\napiVersion: v1\n`)).toEqual([a, b]);
    expect(slices(`- ${a}\n- ${b}`)).toEqual([a, b]);
    const flow = '{kind: Node, apiVersion: v1, metadata: {name: a}}';
    expect(slices(`kind: List\nitems: [${flow}, ${flow.replace('name: a', 'name: "b}"')}]\n`)).toEqual([
      flow,
      flow.replace('name: a', 'name: "b}"'),
    ]);
  });

  it('are found in concatenated JSON, between the logs of a dump and the sections of an export', () => {
    const pod = JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'web' } }] }, null, 2);
    const node = JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node1' } });
    const loaded = load({
      'dump.json': `${pod}\n${node}\n==== START logs for container a of pod b/c ====\n{ broken\n==== END logs for container a of pod b/c ====\n`,
      'export.yaml': `${TIER}---\napiVersion: v1\nkind: List\nitems: []\n===\n${node.replace('node1', 'node2')}\n`,
    });
    expect(names(loaded)).toEqual(['Pod default/web', 'Node /node1', 'Tier /security', 'Node /node2']);
    expect(loaded.diagnostics).toEqual([]);
    expect(fates(loaded)).toContainEqual(['dump.json', 13, { tag: 'ignored', why: 'a container log' }]);
    expect(fates(loaded)).toContainEqual(['export.yaml', 6, { tag: 'ignored', why: 'an empty list' }]);
  });

  it('take their kind from the name of the file where a bare array does not tell it', () => {
    const loaded = load({ 'ns/default/Pods.json': '[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]' });
    expect(names(loaded)).toEqual(['Pod default/a', 'Pod default/b']);
    expect(briefly(loaded)).toEqual(['LOAD14 snapshot/ns/default/Pods.json:1:2']);
  });

  it('are read as YAML when a text only begins like JSON', () => {
    const loaded = load({ 'a.json': '{apiVersion: v1, kind: Pod, metadata: {name: web}, # comment\n}' });
    expect(names(loaded)).toEqual(['Pod default/web']);
  });

  it('keep timestamps and numbers in quotes as text, and never touch a prototype', () => {
    const loaded = load({
      'a.yaml': `${POD.replace('namespace: prod', 'labels: {when: 2026-01-01, v: "1.10"}')}__proto__: {polluted: 1}\n`,
    });
    expect(loaded.resources[0]?.labels).toEqual({ when: '2026-01-01', v: '1.10' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(loaded.diagnostics).toEqual([]);
  });

  it('may merge mappings and repeat anchors', () => {
    const loaded = load({
      'a.yaml': `x: &labels {app: web}\n${POD.replace('namespace: prod', 'labels: {<<: *labels, env: prod}')}`,
    });
    expect(loaded.resources[0]?.labels).toEqual({ app: 'web', env: 'prod' });
  });
});

describe('a broken document', () => {
  it('is one diagnostic at its place, and the others of its file are read', () => {
    const loaded = load({ 'a.yaml': `${POD}---\nkind: Pod\n  metadata: x\n---\n${TIER}` });
    expect(names(loaded)).toEqual(['Pod prod/web', 'Tier /security']);
    expect(loaded.diagnostics).toEqual([
      {
        code: 'LOAD01',
        severity: 'error',
        position: { file: 'snapshot/a.yaml', line: 6, column: 11 },
        excerpt: 'metadata: x',
        message: 'This is not valid YAML: bad indentation of a mapping entry.',
        help: 'Correct the document at this place; the other documents of the file are read all the same.',
      },
    ]);
    expect(fates(loaded)).toContainEqual([
      'a.yaml',
      4,
      { tag: 'rejected', why: 'This is not valid YAML: bad indentation of a mapping entry.' },
    ]);
  });

  it('with a repeated key is named at the second of the two', () => {
    const loaded = load({ 'a.yaml': `${POD}spec:\n  nodeName: a\n  nodeName: b\n` });
    expect(briefly(loaded)).toEqual(['LOAD01 snapshot/a.yaml:6:3']);
  });

  it('that takes an unquoted selector for a tag says so', () => {
    const loaded = load({ 'a.yaml': 'kind: GlobalNetworkPolicy\nspec:\n  selector: !has(x)\n' });
    expect(loaded.diagnostics.map(({ help }) => help)).toEqual(['Put a value that begins with ! in quotes.']);
  });

  it('that is a template is called one, once per file, and braces in text are none', () => {
    const loaded = load({
      'a.yaml': `name: {{ .Values.x }}\n---\n{{- if .Values.y }}\nkind: Pod\n{{- end }}\n---\n${POD}`,
      'b/templates/c.yaml': `${POD}# {{ x }}\n`,
      'd.yaml': POD.replace('namespace: prod', 'annotations: {a: "{{ x }}"}'),
      'e.yaml': 'a: |\n  {{ x }}\nb: "\nc: d\n',
    });
    expect(names(loaded)).toEqual(['Pod prod/web', 'Pod default/web']);
    expect(briefly(loaded)).toEqual([
      'LOAD11 snapshot/a.yaml:1:7',
      'LOAD11 snapshot/b/templates/c.yaml:4:3',
      'LOAD01 snapshot/e.yaml:4:1',
    ]);
  });
});

describe('a file', () => {
  it('without content is ignored without a word', () => {
    const loaded = load({ 'a.yaml': '', 'b.yaml': '# nothing\n' });
    expect(loaded.accounting.files.map(({ path, fate, why }) => [path, fate, why])).toEqual([
      ['a.yaml', 'ignored', 'empty'],
      ['b.yaml', 'ignored', 'empty'],
    ]);
    expect(loaded.diagnostics).toEqual([]);
  });

  it('is measured in bytes of UTF-8', () => {
    const text = 'a: "é€🐈"\n';
    expect(load({ 'a.yaml': text }).accounting.files[0]?.bytes).toBe(new TextEncoder().encode(text).length);
  });

  it('that the host skipped is accounted for, with a diagnostic unless it was never meant to be read', () => {
    const loaded = loadFiles(
      [],
      [
        { role: 'changes', path: 'README.md', bytes: 7, code: 'ignored', why: 'not YAML or JSON', help: '' },
        {
          role: 'snapshot',
          path: 'loop',
          bytes: 0,
          code: 'LOAD15',
          why: 'A link to a folder above it.',
          help: 'Nothing to do.',
        },
      ],
    );
    expect(loaded.accounting.files).toEqual([
      {
        role: 'snapshot',
        path: 'loop',
        bytes: 0,
        fate: 'rejected',
        why: 'A link to a folder above it.',
        documents: [],
      },
      { role: 'changes', path: 'README.md', bytes: 7, fate: 'ignored', why: 'not YAML or JSON', documents: [] },
    ]);
    expect(loaded.diagnostics).toEqual([
      {
        code: 'LOAD15',
        severity: 'warning',
        position: { file: 'snapshot/loop', line: 0, column: 0 },
        excerpt: '',
        message: 'A link to a folder above it.',
        help: 'Nothing to do.',
      },
    ]);
  });
});

describe('diagnostics', () => {
  it('of one place stand in the order of their codes, then of their words', () => {
    const skip = (code: string, why: string) =>
      ({ role: 'snapshot', path: 'a', bytes: 0, code, why, help: '' }) as const;
    const { diagnostics } = loadFiles(
      [],
      [skip('LOAD16', 'a'), skip('LOAD15', 'c'), skip('ELSE', 'd'), skip('LOAD15', 'b')],
    );
    expect(diagnostics.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ['ELSE', 'warning', 'd'],
      ['LOAD15', 'warning', 'b'],
      ['LOAD15', 'warning', 'c'],
      ['LOAD16', 'error', 'a'],
    ]);
  });
});

describe('a value that kubectl reads otherwise', () => {
  it('is warned of where it decides, and only there', () => {
    const loaded = load({
      'a.yaml': `${POD.replace('namespace: prod', 'labels: {on: "no", debug: no}')}spec:\n  containers:\n  - name: off\n    env:\n    - name: A\n      value: yes\n    ports: [{containerPort: 010}]\n`,
    });
    expect(briefly(loaded)).toEqual([
      'LOAD07 snapshot/a.yaml:3:49',
      'LOAD07 snapshot/a.yaml:6:11',
      'LOAD07 snapshot/a.yaml:10:29',
    ]);
    expect(loaded.diagnostics.map(({ message }) => message.slice(0, 53))).toEqual([
      'kubectl and calicoctl read the unquoted no as false (',
      'kubectl and calicoctl read the unquoted off as false ',
      'kubectl and calicoctl read the unquoted 010 as 8 (YAM',
    ]);
    expect(loaded.resources[0]?.labels).toEqual({ on: 'no', debug: 'no' });
  });
});

describe('files that are read again', () => {
  it('are not parsed again where their text is the same', () => {
    const files = { 'a.yaml': POD, 'b.yaml': TIER };
    const before = load(files);
    const role = 'snapshot' as const;
    const texts = { ...files, 'b.yaml': TIER.replace('100', '7') };
    const given = Object.entries(texts).map(([path, text]) => ({ role, path, text }));
    const again = loadFiles(given, [], () => undefined, before.settled);
    expect(again).toEqual(loadFiles(given, []));
    expect(again.resources.map((resource, index) => resource === before.resources[index])).toEqual([true, false]);
  });

  it('become what they would if nothing had been known of them before', () => {
    const texts = [
      POD,
      TIER,
      TIER.replace('100', '7'),
      TIER.replace('projectcalico.org/v3', 'crd.projectcalico.org/v1'),
      TIER.replace('security', 'web'),
      POD.replace('prod', 'test'),
      'broken: [',
      'name: {{ x }}\n',
      'kind: ConfigMap\napiVersion: v1\n',
    ];
    const file = fc.record({
      role: fc.constantFrom<Role>('snapshot', 'snapshot', 'changes'),
      path: fc.constantFrom('a.yaml', 'b.yaml', 'c.yaml', 'd.yaml'),
      text: fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('---\n')),
    });
    /** A file goes, and one is written, or it is only moved there. */
    const edit = fc.record({ gone: file, written: fc.option(file), moved: fc.boolean() });
    const keyOf = ({ role, path }: SourceFile) => `${role}/${path}`;
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), fc.array(edit, { minLength: 1, maxLength: 4 }), (first, edits) => {
        const given = new Map(first.map((one) => [keyOf(one), one]));
        let known = loadFiles([...given.values()], []).settled;
        for (const { gone, written, moved } of edits) {
          const text = moved ? given.get(keyOf(gone))?.text : undefined;
          given.delete(keyOf(gone));
          if (written !== null) given.set(keyOf(written), { ...written, text: text ?? written.text });
          const again = loadFiles([...given.values()], [], () => undefined, known);
          expect(again).toEqual(loadFiles([...given.values()], []));
          known = again.settled;
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the order in which files are given', () => {
  it('changes nothing', () => {
    const parts = [
      POD,
      TIER,
      TIER.replace('100', '7'),
      'broken: [',
      `name: {{ x }}\n`,
      'kind: ConfigMap\napiVersion: v1\n',
      '',
    ];
    const file = fc.record({
      role: fc.constantFrom<Role>('snapshot', 'changes'),
      path: fc.stringMatching(/^[ab]{1,2}\/[ab]{1,2}\.yaml$/),
      text: fc.array(fc.constantFrom(...parts)).map((documents) => documents.join('---\n')),
    });
    const files = fc.uniqueArray(file, { selector: ({ role, path }) => `${role}/${path}`, maxLength: 8 });
    fc.assert(
      fc.property(
        files.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))),
        ([given, shuffled]) => {
          const loaded = loadFiles(given, []);
          const again = loadFiles(shuffled, []);
          expect(again).toEqual(loaded);
          expect([...again.sources.keys()]).toEqual([...loaded.sources.keys()]);
        },
      ),
    );
  });
});
