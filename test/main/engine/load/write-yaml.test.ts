import { describe, expect, it } from 'vitest';
import { withoutServerFields, writeYaml } from '../../../../main/engine/load/write-yaml';

const OBJECT = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'a',
    uid: '1',
    resourceVersion: '2',
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields: [{ manager: 'kubectl' }],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', team: 'shop' },
  },
  status: { phase: 'Ready' },
  data: { yes: 'no', octal: '010', empty: undefined },
};

describe('an object to apply', () => {
  it('is written without what the API server fills in, and read as it was meant in YAML 1.1 too', () => {
    expect(writeYaml(['From here.'], [OBJECT])).toBe(
      [
        '# From here.',
        'apiVersion: v1',
        'kind: ConfigMap',
        'metadata:',
        '  name: a',
        '  annotations:',
        '    team: shop',
        'data:',
        "  'yes': 'no'",
        "  octal: '010'",
        '',
      ].join('\n'),
    );
  });

  it('has no annotations where all of them are notes of others', () => {
    const annotations = { 'projectcalico.org/metadata': '{}' };
    expect(withoutServerFields({ ...OBJECT, metadata: { name: 'a', annotations } })['metadata']).toEqual({ name: 'a' });
  });

  it('keeps metadata that are none, and what stands in lists', () => {
    const spec = { nets: ['10.0.0.0/8'], ports: [{ port: 1, name: undefined }] };
    expect(withoutServerFields({ apiVersion: 'v1', kind: 'A', metadata: null, spec })).toEqual({
      apiVersion: 'v1',
      kind: 'A',
      metadata: null,
      spec: { nets: ['10.0.0.0/8'], ports: [{ port: 1 }] },
    });
    expect(withoutServerFields({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a', annotations: null } })).toEqual({
      apiVersion: 'v1',
      kind: 'A',
      metadata: { name: 'a' },
    });
  });

  it('stands below a comment of one line each, and several are documents of one file', () => {
    const text = writeYaml(['one\ntwo\u2028three'], [{ kind: 'A' }, { kind: 'B' }]);
    expect(text).toBe('# one two three\nkind: A\n---\nkind: B\n');
  });
});
