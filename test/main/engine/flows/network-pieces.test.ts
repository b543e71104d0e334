import { describe, expect, it } from 'vitest';
import type { ConnectionEnd } from '../../../../main/engine/evaluate/connection-end';
import { createNetworkPieces } from '../../../../main/engine/flows/network-pieces';
import type { JsonObject } from '../../../../main/engine/model/json';
import { addressKey } from '../../../../main/engine/net/address';
import {
  DEFAULT_TIER,
  clusterNode,
  globalNetworkSet,
  globalPolicy,
  namespace,
  networkSet,
  pod,
} from '../evaluate/manifests';
import { factsOf, rolloutWith } from './flow-records';

const SHOP: readonly JsonObject[] = [
  namespace('shop'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('shop/web', '10.65.0.1', { labels: { app: 'web' } }),
];

/** The addresses that stand for a set, `namespace/name`, seen from a namespace. */
function piecesOf(set: string, from: string | undefined, objects: readonly JsonObject[]): readonly string[] {
  const facts = factsOf(rolloutWith([...SHOP, ...objects]));
  const found = facts.cluster.sets.find(({ namespace: place, name }) => `${place}/${name}` === set);
  if (found === undefined) throw new Error(`there is no set ${set}`);
  return createNetworkPieces(facts).ofSet(found, from).map(describeEnd);
}

function describeEnd(end: ConnectionEnd): string {
  return end.tag === 'pod' ? end.workload.name : `${end.tag} ${addressKey(end.address)}`;
}

describe('the addresses that nobody owns', () => {
  function ofNetwork(name: 'pub' | 'pvt', ...objects: readonly JsonObject[]): readonly string[] {
    const pieces = createNetworkPieces(factsOf(rolloutWith([...SHOP, ...objects])));
    return pieces.ofNetwork(name).map(describeEnd);
  }

  it('are private in three networks of IPv4, and public everywhere else: in all of IPv6, too', () => {
    const offices = globalNetworkSet('offices', ['198.51.100.0/24']);
    const nets = ['10.0.0.0/9', '100.64.0.0/10', 'fd00::/8', '198.51.100.0/25'];
    const rule = globalPolicy('some', { ingress: nets.map((net) => ({ action: 'Deny', source: { nets: [net] } })) });
    expect(ofNetwork('pvt', offices, rule)).toEqual(['outside 10.0.0.0', 'outside 10.128.0.0', 'node 192.168.0.1']);
    expect(ofNetwork('pub', offices, rule)).toEqual([
      'outside 100.64.0.0',
      'outside 203.0.113.77',
      'outside 2001:db8::77',
      'outside fd00::',
    ]);
  });
});

describe('the addresses that the name of a set stands for', () => {
  it('are one of every piece that some rule treats differently', () => {
    const rule = globalPolicy('some', { ingress: [{ action: 'Deny', source: { nets: ['198.51.100.128/25'] } }] });
    const offices = globalNetworkSet('offices', ['198.51.100.0/24']);
    expect(piecesOf('/offices', undefined, [offices, rule])).toEqual([
      'outside 198.51.100.0',
      'outside 198.51.100.128',
    ]);
  });

  it('are those of nodes, too, and never those of pods', () => {
    const mixed = globalNetworkSet('mixed', ['192.168.0.1/32', '10.65.0.1/32', '10.65.0.0/31']);
    expect(piecesOf('/mixed', 'shop', [mixed])).toEqual(['outside 10.65.0.0', 'node 192.168.0.1']);
    expect(piecesOf('/pods', 'shop', [globalNetworkSet('pods', ['10.65.0.1/32'])])).toEqual([]);
  });

  it('leave out what another set has by a longer net, or by its name where nets are equal', () => {
    const wide = globalNetworkSet('wide', ['198.51.100.0/24']);
    const long = globalNetworkSet('long', ['198.51.100.0/25']);
    const twin = globalNetworkSet('a-twin', ['198.51.100.0/24']);
    expect(piecesOf('/wide', 'shop', [wide, long])).toEqual(['outside 198.51.100.128']);
    expect(piecesOf('/wide', 'shop', [wide, twin])).toEqual([]);
    expect(piecesOf('/a-twin', 'shop', [wide, twin])).toEqual(['outside 198.51.100.0']);
  });

  it('are first those of sets in the namespace of the other end, then of global ones, then of other namespaces', () => {
    const nets = ['198.51.100.0/24'];
    const own = networkSet('shop/own', nets);
    const everywhere = globalNetworkSet('everywhere', nets);
    const foreign = networkSet('other/foreign', ['198.51.100.0/25']);
    const all = [namespace('other'), own, everywhere, foreign];
    const told = (from: string | undefined) =>
      ['shop/own', '/everywhere', 'other/foreign'].map((set) => piecesOf(set, from, all).length);
    expect(told('shop')).toEqual([2, 0, 0]);
    expect(told('other')).toEqual([0, 1, 1]);
    expect(told(undefined)).toEqual([0, 2, 0]);
  });
});
