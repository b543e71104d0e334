import { describe, expect, it } from 'vitest';
import { hostEndpoint } from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { DENIED, flowsOf, lock, toDb } from './shop-flows';

describe('an end of a record', () => {
  const host = hostEndpoint('node1', { node: 'node1', interfaceName: '*', expectedIPs: ['192.168.0.1'] });

  it.each<[string, Partial<GoldmaneFields>, string, string]>([
    ['a node', { from: 'hep node1' }, 'exact', 'match'],
    ['a node that is gone', { from: 'hep gone' }, 'none', 'the snapshot has no node gone'],
    ['addresses that nobody owns', { from: 'net pub' }, 'exact', 'match'],
    ['private addresses', { from: 'net pvt' }, 'exact', 'match'],
    ['addresses of another kind', { from: 'net some' }, 'none', 'some is neither pub nor pvt'],
    ['a set that is gone', { from: 'ns gone' }, 'none', 'the snapshot has no network set gone'],
    ['a pod that is gone', { from: 'wep shop/gone' }, 'none', 'the snapshot has no pod shop/gone'],
    ['a pod with the labels of another', { from: 'wep shop/gone', fromLabels: ['app=web'] }, 'approximate', 'match'],
    [
      'a pod that only its labels tell of',
      { from: 'wep shop/gone', fromLabels: ['app=x', 'bare'] },
      'synthetic',
      'match',
    ],
    [
      'a pod of a namespace that is gone',
      { from: 'wep none/gone', fromLabels: ['app=x'] },
      'none',
      'the snapshot has no pod none/gone',
    ],
  ])('is %s', (_, fields, confidence, said) => {
    const [flow] = flowsOf({ objects: [host, lock([])], records: [toDb(DENIED, fields)] });
    const result = flow?.result;
    expect([flow?.confidence, result !== undefined && 'why' in result ? result.why : result?.tag]).toEqual([
      confidence,
      said,
    ]);
  });
});
