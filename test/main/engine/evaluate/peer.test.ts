import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { parsePrefix } from '../../../../main/engine/net/prefix';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import { peerOfEnd, nodeName } from '../../../../main/engine/evaluate/connection-end';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import { addressOf, endOf, flowOf, smallCluster } from './small-cluster';
import { clusterNode, deployment, globalNetworkSet, hostEndpoint, namespace, networkSet, pod, pool } from './manifests';

const WORDS = ['no', 'yes', 'maybe'] as const;

function selectorIn(small: ReturnType<typeof smallCluster>, text: string) {
  const { evaluation } = small;
  const selector = createSelectorInterner().intern(text);
  if (selector === null) throw new Error(`"${text}" does not parse`);
  return { evaluation, selector };
}

function inSet(objects: readonly JsonObject[], who: string, text: string, complete = true): string {
  const small = smallCluster([namespace('prod'), ...objects], { complete });
  const { evaluation, selector } = selectorIn(small, text);
  const workload = small.cluster.workloads.find(({ name }) => name === who);
  const peer = workload === undefined ? evaluation.peers.at(addressOf(who)) : evaluation.peers.declaredBy(workload);
  return WORDS[evaluation.peers.inSet(peer, selector)];
}

describe('the address set of a selector', () => {
  it('holds the addresses of pods, host endpoints and sets that satisfy it', () => {
    const objects = [
      pod('prod/web', '10.0.0.1 fd00::1', { labels: { app: 'web' } }),
      hostEndpoint('h', { node: 'node1', interfaceName: 'eth0', expectedIPs: ['192.168.0.1'] }, { app: 'host' }),
      hostEndpoint('nowhere', { node: 'node2', interfaceName: 'eth0' }, { app: 'host' }),
      networkSet('prod/set', ['203.0.113.0/24'], { app: 'set' }),
    ];
    expect(inSet(objects, '10.0.0.1', "app == 'web'")).toBe('yes');
    expect(inSet(objects, 'fd00::1', "app == 'web'")).toBe('yes');
    expect(inSet(objects, '192.168.0.1', "app == 'host'")).toBe('yes');
    expect(inSet(objects, '203.0.113.255', "app == 'set'")).toBe('yes');
    expect(inSet(objects, '203.0.114.0', "app == 'set'")).toBe('no');
    expect(inSet(objects, '10.0.0.1', "app == 'set'")).toBe('no');
    expect(inSet(objects, '198.51.100.1', 'all()')).toBe('no');
  });

  it('holds every address that a set of everything covers', () => {
    expect(inSet([globalNetworkSet('world', ['0.0.0.0/0'], { app: 'world' })], '198.51.100.1', "app == 'world'")).toBe(
      'yes',
    );
    expect(inSet([globalNetworkSet('world', ['0.0.0.0/0'], { app: 'world' })], 'fd00::1', "app == 'world'")).toBe('no');
  });

  it('cannot be told where labels are not in the files, unless another owner settles it', () => {
    const objects = [pod('new/web', '10.0.0.1', { labels: { app: 'web' } })];
    expect(inSet(objects, '10.0.0.1', "pcns.team == 'a'", false)).toBe('maybe');
    expect(
      inSet(
        [...objects, globalNetworkSet('s', ['10.0.0.0/24'], { 'pcns.team': 'a' })],
        '10.0.0.1',
        "pcns.team == 'a'",
        false,
      ),
    ).toBe('yes');
    expect(inSet(objects, '10.0.0.1', "app == 'db'", false)).toBe('no');
  });
});

describe('a pod of which only the controller is in the files', () => {
  const API = deployment('prod/api', { labels: { app: 'api' }, ports: ['web:tcp/8080'] });
  const set = (net: string) => globalNetworkSet('set', [net], { app: 'set' });

  it('is in the sets that its own labels satisfy', () => {
    expect(inSet([API], 'api', "app == 'api'")).toBe('yes');
    expect(inSet([API], 'api', "app == 'db'")).toBe('no');
  });

  it('is in a network set that covers all pods, may be in one that covers some, and is in no other', () => {
    expect(inSet([API, set('0.0.0.0/0')], 'api', "app == 'set'")).toBe('yes');
    const pools = [pool('10.244.0.0/16')];
    expect(inSet([API, ...pools, set('10.0.0.0/8')], 'api', "app == 'set'")).toBe('yes');
    expect(inSet([API, ...pools, set('10.244.3.0/24')], 'api', "app == 'set'")).toBe('maybe');
    expect(inSet([API, ...pools, set('203.0.113.0/24')], 'api', "app == 'set'")).toBe('no');
    expect(inSet([API, set('203.0.113.0/24')], 'api', "app == 'set'")).toBe('maybe');
    expect(inSet([API, set('fd00::/8')], 'api', "app == 'set'")).toBe('no');
  });

  it('must be covered in every pool to be surely inside', () => {
    const pools = [pool('10.244.0.0/16'), pool('10.245.0.0/16')];
    expect(inSet([API, ...pools, set('10.244.0.0/16')], 'api', "app == 'set'")).toBe('maybe');
    expect(inSet([API, ...pools, set('10.244.0.0/15')], 'api', "app == 'set'")).toBe('yes');
  });

  it('gets its address from the pod networks of nodes where there is no pool', () => {
    const node = clusterNode('node1', '192.168.0.1');
    const listed = { ...node, spec: { podCIDRs: ['10.244.0.0/24', 'fd00::/64'] } };
    const single = { ...node, spec: { podCIDR: '10.244.0.0/24' } };
    for (const given of [listed, single]) {
      expect(inSet([API, given, set('10.244.0.0/16')], 'api', "app == 'set'")).toBe('yes');
      expect(inSet([API, given, set('10.1.0.0/16')], 'api', "app == 'set'")).toBe('no');
    }
  });

  it('is in nets of a rule as far as the pod network tells', () => {
    const small = smallCluster([namespace('prod'), API, pool('10.244.0.0/16')]);
    const [workload] = small.cluster.workloads;
    if (workload === undefined) throw new Error('no pod');
    const { peers } = small.evaluation;
    const inNets = (text: string) => WORDS[peers.inNets(peers.declaredBy(workload), [parsePrefix(text) ?? fail()])];
    expect([inNets('10.244.0.0/16'), inNets('10.244.9.0/24'), inNets('10.1.0.0/16')]).toEqual(['yes', 'maybe', 'no']);
    expect(peers.declaredBy(workload)).toBe(peers.declaredBy(workload));
    expect(peers.declaredBy(workload)).toMatchObject({ address: null, key: 'prod/api', family: 4 });
  });

  it('declares its named ports', () => {
    const small = smallCluster([namespace('prod'), API]);
    const [workload] = small.cluster.workloads;
    if (workload === undefined) throw new Error('no pod');
    const { peers } = small.evaluation;
    const { selector } = selectorIn(small, "app == 'api'");
    const peer = peers.declaredBy(workload);
    expect(WORDS[peers.declares(peer, null, 'web', 6, 8080)]).toBe('yes');
    expect(WORDS[peers.declares(peer, selector, 'web', 6, 8080)]).toBe('yes');
    expect(WORDS[peers.declares(peer, null, 'web', 17, 8080)]).toBe('no');
    expect(WORDS[peers.declares(peer, null, 'web', 6, 80)]).toBe('no');
  });
});

function fail(): never {
  throw new Error('not a net');
}

describe('the ends of a connection', () => {
  const small = smallCluster([
    namespace('prod'),
    clusterNode('node1', '192.168.0.1'),
    pod('prod/web', '10.0.0.1 fd00::1'),
    deployment('prod/api'),
  ]);
  const { cluster, evaluation } = small;

  it('are seen by the address of the family in question, or as a declared pod', () => {
    const web = endOf(cluster, 'pod:prod/web');
    expect([4, 6].map((family) => peerOfEnd(web, family as 4 | 6, evaluation.peers).key)).toEqual([
      '10.0.0.1',
      'fd00::1',
    ]);
    expect(peerOfEnd(endOf(cluster, 'pod:prod/api'), 4, evaluation.peers).key).toBe('prod/api');
    expect(peerOfEnd(endOf(cluster, 'ip:198.51.100.1'), 4, evaluation.peers).key).toBe('198.51.100.1');
  });

  it('stand on a node', () => {
    const ends = ['pod:prod/web', 'node:node1', 'ip:198.51.100.1'].map((text) => endOf(cluster, text));
    expect(ends.map(nodeName)).toEqual(['node1', 'node1', '']);
  });

  it('of a flow must be addresses', () => {
    expect(() => packetOf(flowOf('nowhere', '10.0.0.1', 'tcp 80'), evaluation.peers)).toThrow(
      '"nowhere" is not an address',
    );
    expect(packetOf({ sourceIP: '10.0.0.1', destinationIP: '10.0.0.2', protocol: 47 }, evaluation.peers)).toMatchObject(
      {
        sourcePort: -1,
        destinationPort: -1,
        icmpType: -1,
        icmpCode: -1,
      },
    );
  });
});
