import { describe, expect, it } from 'vitest';
import { buildCluster } from '../../../../main/engine/cluster/cluster';
import { leftOutEntries } from '../../../../main/engine/cluster/left-out-entries';
import type { Json } from '../../../../main/engine/model/json';
import { globalNetworkSet, hostEndpoint, networkSet } from '../evaluate/manifests';
import { profileOf } from '../evaluate/small-cluster';
import { resourceOf, resourcesOf } from './resource-of';

describe('entries that Calico leaves out', () => {
  it('of sets are nets that cannot be read, of host endpoints what is no address', () => {
    expect(leftOutEntries(resourceOf(networkSet('prod/a', ['10.0.0.0/8', 'oops', '10.0.0.1', '10.0.0.0/33'])))).toEqual(
      [
        { path: ['spec', 'nets', 1], why: '"oops" is no CIDR and is left out' },
        { path: ['spec', 'nets', 3], why: '"10.0.0.0/33" is no CIDR and is left out' },
      ],
    );
    expect(leftOutEntries(resourceOf(globalNetworkSet('a', ['fd00::/8', 'fd00::/200'])))).toEqual([
      { path: ['spec', 'nets', 1], why: '"fd00::/200" is no CIDR and is left out' },
    ]);
    const expectedIPs: readonly Json[] = ['10.0.0.1', '10.0.0.0/8', 'fd00::1'];
    expect(leftOutEntries(resourceOf(hostEndpoint('h', { node: 'n', expectedIPs: [...expectedIPs] })))).toEqual([
      { path: ['spec', 'expectedIPs', 1], why: '"10.0.0.0/8" is no address and is left out' },
    ]);
  });

  it('are none where the text is empty, which is another problem, or the object has no list', () => {
    expect(leftOutEntries(resourceOf(globalNetworkSet('a', ['']))).length).toBe(0);
    expect(leftOutEntries(resourceOf(hostEndpoint('h', { node: 'n' })))).toEqual([]);
    expect(leftOutEntries(resourceOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } }))).toEqual([]);
  });

  it('are problems of the cluster, beside labels that nobody knows', () => {
    const long = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels: { ['x'.repeat(59)]: 'y' } } };
    const { problems } = buildCluster(resourcesOf(long, globalNetworkSet('a', ['oops'])), profileOf());
    expect(problems.map(({ tag, resource, path }) => [tag, resource.kind, path])).toEqual([
      ['labels', 'Namespace', ['metadata', 'labels']],
      ['entry', 'GlobalNetworkSet', ['spec', 'nets', 0]],
    ]);
  });
});
