import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../../main/engine/load/load-files';
import type { SourceFile } from '../../../../main/engine/model/source';
import { POD, TIER, briefly, fates, load, names } from './loaded';

describe('an object that stands there twice', () => {
  it('is read once when it says the same, whatever the server filled in', () => {
    const again = POD.replace('{name: web, namespace: prod}', '{namespace: prod, name: web, resourceVersion: "7"}');
    const loaded = load({ 'a.yaml': `${POD}---\n${TIER}`, 'b.yaml': `${again}---\n${TIER}` });
    expect(names(loaded)).toEqual(['Pod prod/web', 'Tier /security']);
    expect(loaded.resources.map(({ origin }) => origin.file)).toEqual(['snapshot/b.yaml', 'snapshot/b.yaml']);
    expect(loaded.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'LOAD09',
        'Pod prod/web (and 1 more of this file) stands again, unchanged, in snapshot/b.yaml:1; it is read once.',
      ],
    ]);
    expect(fates(loaded)[0]).toEqual([
      'a.yaml',
      1,
      { tag: 'ignored', why: 'the same object stands in snapshot/b.yaml:1' },
    ]);
  });

  it('counts as the later one says when they differ, with a warning at the earlier one', () => {
    const loaded = load({ 'b.yaml': TIER, 'a.yaml': TIER.replace('100', '7') });
    expect(loaded.resources.map(({ body }) => body['spec'])).toEqual([{ order: 100 }]);
    expect(briefly(loaded)).toEqual(['LOAD10 snapshot/a.yaml:3:12']);
  });

  it.each([
    ['[Ingress, Egress]', '[Ingress, Egress]', 'LOAD09'],
    ['[Ingress, Egress]', '[Egress, Ingress]', 'LOAD10'],
    ['[Ingress, Egress]', '[Ingress]', 'LOAD10'],
    ['[Ingress]', 'Ingress', 'LOAD10'],
    ['{a: 1, b: {c: [1]}}', '{b: {c: [1]}, a: 1}', 'LOAD09'],
    ['{a: 1}', '{a: 1, b: 2}', 'LOAD10'],
    ['{a: 1}', '{b: 1}', 'LOAD10'],
    ['null', '{}', 'LOAD10'],
  ])('is compared field by field: %s and %s', (first, second, code) => {
    const [a, b] = [first, second].map((spec) => TIER.replace('{order: 100}', `{order: 100, x: ${spec}}`));
    const codes = briefly(load({ 'a.yaml': a ?? '', 'b.yaml': b ?? '' })).map((line) => line.split(' ')[0]);
    expect(codes.filter((one) => one !== 'LOAD05')).toEqual([code]);
  });

  it('is two objects when one of them is of the change set', () => {
    const files: SourceFile[] = [
      { role: 'snapshot', path: 'a.yaml', text: TIER },
      { role: 'changes', path: 'a.yaml', text: TIER },
    ];
    expect(loadFiles(files, []).resources.map(({ role }) => role)).toEqual(['snapshot', 'changes']);
    expect(loadFiles(files, []).diagnostics).toEqual([]);
  });

  it('is read in the v3 form when the other is the storage form, even if that comes later', () => {
    const stored = TIER.replace('projectcalico.org/v3', 'crd.projectcalico.org/v1');
    const loaded = load({ 'a.yaml': TIER, 'b.yaml': stored });
    expect(loaded.resources.map(({ apiVersion }) => apiVersion)).toEqual(['projectcalico.org/v3']);
    expect(briefly(loaded)).toEqual(['LOAD03 snapshot/b.yaml:3:12']);
  });
});
