import type { Cluster } from '../cluster/cluster';
import type { NetworkSet } from '../cluster/endpoint';
import type { ConnectionEnd } from '../evaluate/connection-end';
import type { Address } from '../net/address';
import { addressKey, compareAddresses, parseAddresses } from '../net/address';
import { intervalStarts } from '../net/interval-starts';
import type { Prefix } from '../net/prefix';
import { containsAddress, hostPrefix, parsePrefixes } from '../net/prefix';
import { buildPrefixIndex } from '../net/prefix-index';
import { compareCodePoints } from '../selector/compare-code-points';
import type { FlowFacts } from './flow-facts';

/** Addresses that flow logs name by what they belong to: one for every piece that some rule or set treats differently. */
export interface NetworkPieces {
  /** `pvt`: the private networks of IPv4; `pub`: everything else, all of IPv6 included (calico: felix/collector/types/endpoint/endpoint.go). */
  ofNetwork(name: 'pub' | 'pvt'): readonly ConnectionEnd[];
  /** The addresses of a set that its name stands for, seen from the other end's namespace; other sets may fit some of them better. */
  ofSet(set: NetworkSet, otherNamespace: string | undefined): readonly ConnectionEnd[];
  /** Equal for addresses that neither the dataplane nor the flow-log evaluator, which does not see every net of a set, tells apart. */
  readonly signatureAt: (address: Address) => string;
}

const PRIVATE: readonly Prefix[] = parsePrefixes(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);
const EVERYTHING: readonly Prefix[] = parsePrefixes(['0.0.0.0/0', '::/0']);

/** Where nothing tells addresses apart, one that a reader can place stands for the others. */
const FAMILIAR: readonly Address[] = parseAddresses(['203.0.113.77', '192.168.0.77', '2001:db8::77']);

function isPrivate(address: Address): boolean {
  return PRIVATE.some((net) => containsAddress(net, address));
}

export function createNetworkPieces({ cluster, nets, signatureOf, worlds }: FlowFacts): NetworkPieces {
  const owned = new Set([...cluster.workloads, ...cluster.hosts].flatMap(({ addresses }) => addresses.map(addressKey)));
  const nodes = new Map(
    cluster.nodes.flatMap((node) =>
      [...node.addresses, ...node.tunnelAddresses].map((address) => [addressKey(address), { node, address }] as const),
    ),
  );
  const cuts = [...nets, ...PRIVATE];
  const first = [...FAMILIAR, ...[...nodes.values()].map(({ address }) => address)];
  const sets = indexSets(cluster);
  const likeliest = worlds.slice(0, 1).map((world) => world.evaluations().pending.peers);

  const toEnd = (address: Address): ConnectionEnd => {
    const found = nodes.get(addressKey(address));
    return found === undefined ? { tag: 'outside', address } : { tag: 'node', ...found };
  };

  const signatureAt = (address: Address): string => {
    const sizes = likeliest.flatMap((peers) => peers.at(address).contributors.map(({ length }) => length));
    return `${signatureOf(address)} ${sizes.join(',')} ${nodes.get(addressKey(address))?.node.name ?? ''}`;
  };

  const pieces = (whole: readonly Prefix[], wanted: (address: Address) => boolean): readonly ConnectionEnd[] => {
    const found = new Map<string, Address>();
    for (const net of whole) {
      const starts = intervalStarts(net, cuts).flatMap((start) => firstUnowned(start, net, owned) ?? []);
      const known = first.filter((address) => containsAddress(net, address) && !owned.has(addressKey(address)));
      for (const address of [...known, ...starts]) {
        if (!wanted(address)) continue;
        const key = signatureAt(address);
        if (!found.has(key)) found.set(key, address);
      }
    }
    return [...found.values()].toSorted(compareAddresses).map(toEnd);
  };

  const remembered = new Map<string, readonly ConnectionEnd[]>();
  const remember = (key: string, make: () => readonly ConnectionEnd[]) => {
    const known = remembered.get(key) ?? make();
    remembered.set(key, known);
    return known;
  };

  return {
    ofNetwork: (name) =>
      remember(name, () =>
        pieces(name === 'pvt' ? PRIVATE : EVERYTHING, (address) => {
          return isPrivate(address) === (name === 'pvt') && sets.best(address, undefined) === undefined;
        }),
      ),
    ofSet: (set, otherNamespace) =>
      remember(`${set.namespace}/${set.name} ${otherNamespace ?? ''}`, () =>
        pieces(set.nets, (address) => sets.best(address, otherNamespace) === set),
      ),
    signatureAt,
  };
}

/** The address itself, or the first behind it that nobody owns. */
function firstUnowned(start: Address, net: Prefix, owned: ReadonlySet<string>): Address | undefined {
  let address: Address | undefined = start;
  while (address !== undefined && owned.has(addressKey(address))) {
    const next: readonly Address[] = intervalStarts(net, [hostPrefix(address)]);
    const current: Address = address;
    address = next.find((candidate) => compareAddresses(candidate, current) > 0);
  }
  return address;
}

interface SetIndex {
  /**
   * The set that flow logs name: first those of the other end's namespace, then global ones, then the others; among them the longest net,
   * then the first name (calico: felix/calc/iplpm.go).
   */
  best(address: Address, otherNamespace: string | undefined): NetworkSet | undefined;
}

function indexSets(cluster: Cluster): SetIndex {
  const index = buildPrefixIndex(
    cluster.sets.flatMap((set) => set.nets.map((prefix) => ({ prefix, value: { set, length: prefix.length } }))),
  );
  return {
    best(address, otherNamespace) {
      const rank = ({ namespace }: NetworkSet) => (namespace === '' ? 1 : namespace === otherNamespace ? 0 : 2);
      const [best] = index
        .covering(address)
        .toSorted(
          (left, right) =>
            rank(left.set) - rank(right.set) ||
            right.length - left.length ||
            compareCodePoints(setKey(left.set), setKey(right.set)),
        );
      return best?.set;
    },
  };
}

function setKey({ namespace, name }: NetworkSet): string {
  return `${namespace}/${name}`;
}
