import type { Cluster } from '../cluster/cluster';
import type { NamedPort, NetworkSet, WorkloadEndpoint } from '../cluster/endpoint';
import type { LabelSet } from '../cluster/label-set';
import { readList, readObject, readText } from '../load/fields';
import type { IndexedSelector } from '../compile/policy';
import type { SelectorMatches } from '../compile/selector-matches';
import { oncePer } from '../model/once-per';
import type { Tri } from '../model/tri';
import { MAYBE, NO, YES } from '../model/tri';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { Prefix } from '../net/prefix';
import { containsAddress, containsPrefix, isEverything, parsePrefix } from '../net/prefix';
import type { PrefixIndex } from '../net/prefix-index';
import { buildPrefixIndex } from '../net/prefix-index';

/** An object that contributes the peer's address to selectors' address sets. */
export interface Contributor {
  readonly labels: LabelSet;
  readonly ports: readonly NamedPort[];
  /** Of the net that holds the address; 32 or 128 for the address itself. */
  readonly length: number;
  /** False: it may contribute the address, because the peer's address is not known. */
  readonly certain: boolean;
}

/** One end of a packet, as rules see it: an address and everything that owns it (calico: felix/labelindex/named_port_index.go). */
export interface Peer {
  /** Counts from 0 over the peers of one cluster: caches are arrays. */
  readonly index: number;
  /** `null`: a pod of which only the controller is in the files. */
  readonly address: Address | null;
  /** Canonical text of the address, or the pod's name. */
  readonly key: string;
  readonly family: 4 | 6;
  /** Widest net first. */
  readonly contributors: readonly Contributor[];
  /** Answers by selector index; grown on demand. */
  answers: Uint8Array;
}

/** Gives peers by address; the same address gives the same peer. */
export interface Peers {
  /** By their index. */
  readonly met: readonly Peer[];
  at(address: Address): Peer;
  /** The pod that a controller declares: its address is somewhere in the pod network. */
  declaredBy(workload: WorkloadEndpoint): Peer;
  /** Whether the peer is in the address set of the selector. */
  inSet(peer: Peer, selector: IndexedSelector): Tri;
  /** Whether an owner of the address that satisfies the selector (`null`: any) itself declares the port under this name. */
  declares(peer: Peer, selector: IndexedSelector | null, name: string, protocol: number, port: number): Tri;
  inNets(peer: Peer, nets: readonly Prefix[]): Tri;
}

/** Whether a peer is in the address set of a selector, which `satisfies` asks its contributors about. */
export type Membership = (peer: Peer, satisfies: (contributor: Contributor) => Tri) => Tri;

/** Any owner of the address will do. */
export function ownedBy(peer: Peer, satisfies: (contributor: Contributor) => Tri): Tri {
  let maybe = false;
  for (const contributor of peer.contributors) {
    const answer = satisfies(contributor);
    if (answer === YES && contributor.certain) return YES;
    maybe ||= answer !== NO;
  }
  return maybe ? MAYBE : NO;
}

const NOT_ASKED = 255;
const NOTHING_ASKED = new Uint8Array(0);

export function createPeers(cluster: Cluster, selectors: SelectorMatches, membership: Membership = ownedBy): Peers {
  const { exact, nets, podNetwork } = ownersIn(cluster);
  const known = new Map<string, Peer>();
  const met: Peer[] = [];
  /** The same objects are asked about again and again: their text need not be made each time. */
  const byObject = new Map<Address, Peer>();

  const remember = ({ address, key, family, contributors }: Omit<Peer, 'index' | 'answers'>): Peer => {
    const remembered: Peer = { index: met.length, address, key, family, contributors, answers: NOTHING_ASKED };
    known.set(key, remembered);
    met.push(remembered);
    return remembered;
  };

  const peerAt = (address: Address): Peer => {
    const key = addressKey(address);
    const found = known.get(key);
    if (found !== undefined) return found;
    const covering = nets
      .covering(address)
      .map(({ set, length }) => ({ labels: set.labels, ports: [], length, certain: true }));
    return remember({
      address,
      key,
      family: address.family,
      contributors: [...covering, ...(exact.get(key) ?? [])],
    });
  };

  return {
    met,
    at(address) {
      const found = byObject.get(address);
      if (found !== undefined) return found;
      const peer = peerAt(address);
      byObject.set(address, peer);
      return peer;
    },
    declaredBy(workload) {
      const key = `${workload.namespace}/${workload.name}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const sets = cluster.sets.flatMap((set) => {
        const answer = mayHoldPod(set.nets, podNetwork);
        return answer === NO ? [] : [{ labels: set.labels, ports: [], length: 0, certain: answer === YES }];
      });
      return remember({
        address: null,
        key,
        family: 4,
        contributors: [...sets, { labels: workload.labels, ports: workload.ports, length: 32, certain: true }],
      });
    },
    inSet(peer, selector) {
      if (peer.answers.length <= selector.index) peer.answers = grow(peer.answers, selector.index);
      const answer = peer.answers[selector.index];
      if (answer === NO || answer === YES || answer === MAYBE) return answer;
      const asked = membership(peer, (contributor) => selectors.matches(selector, contributor.labels));
      peer.answers[selector.index] = asked;
      return asked;
    },
    declares(peer, selector, name, protocol, port) {
      let maybe = false;
      for (const contributor of peer.contributors) {
        if (!declaresPort(contributor.ports, name, protocol, port)) continue;
        const answer = selector === null ? YES : selectors.matches(selector, contributor.labels);
        if (answer === YES) return YES;
        maybe ||= answer === MAYBE;
      }
      return maybe ? MAYBE : NO;
    },
    inNets(peer, prefixes) {
      return peer.address === null ? mayHoldPod(prefixes, podNetwork) : inPrefixes(prefixes, peer.address);
    },
  };
}

function grow(answers: Uint8Array, index: number): Uint8Array {
  const grown = new Uint8Array(Math.max(32, (index + 1) * 2)).fill(NOT_ASKED);
  grown.set(answers);
  return grown;
}

function declaresPort(ports: readonly NamedPort[], name: string, protocol: number, port: number): boolean {
  return ports.some((declared) => declared.name === name && declared.protocol === protocol && declared.port === port);
}

/** Who owns which addresses: the same for all that ask about one cluster. */
const ownersIn = oncePer((cluster: Cluster) => ({
  exact: indexAddresses(cluster),
  nets: indexSets(cluster.sets),
  podNetwork: readPodNetwork(cluster),
}));

function indexAddresses(cluster: Cluster): ReadonlyMap<string, readonly Contributor[]> {
  const exact = new Map<string, Contributor[]>();
  for (const endpoint of [...cluster.workloads, ...cluster.hosts]) {
    for (const address of endpoint.addresses) {
      const key = addressKey(address);
      const list = exact.get(key) ?? [];
      exact.set(key, list);
      list.push({
        labels: endpoint.labels,
        ports: endpoint.ports,
        length: address.family === 4 ? 32 : 128,
        certain: true,
      });
    }
  }
  return exact;
}

function indexSets(sets: readonly NetworkSet[]): PrefixIndex<{ readonly set: NetworkSet; readonly length: number }> {
  return buildPrefixIndex(
    sets.flatMap((set) => set.nets.map((prefix) => ({ prefix, value: { set, length: prefix.length } }))),
  );
}

function inPrefixes(prefixes: readonly Prefix[], address: Address): Tri {
  for (const prefix of prefixes) {
    if (containsAddress(prefix, address)) return YES;
  }
  return NO;
}

/** Where pods get their addresses from; empty when the files do not say. */
function readPodNetwork(cluster: Cluster): readonly Prefix[] {
  const sources = cluster.resources.filter(({ kind }) => kind === 'IPPool' || kind === 'Node');
  const texts = sources.flatMap((resource) => {
    const spec = readObject(resource.body, 'spec') ?? {};
    if (resource.kind === 'IPPool') return [readText(spec, 'cidr') ?? ''];
    const listed = (readList(spec, 'podCIDRs') ?? []).filter((item) => typeof item === 'string');
    return listed.length > 0 ? listed : [readText(spec, 'podCIDR') ?? ''];
  });
  return texts.flatMap((text) => parsePrefix(text) ?? []).filter((prefix) => prefix.family === 4);
}

/** Whether an IPv4 pod of unknown address is in one of the nets. */
function mayHoldPod(nets: readonly Prefix[], podNetwork: readonly Prefix[]): Tri {
  let maybe = false;
  for (const net of nets) {
    if (net.family !== 4) continue;
    if (isEverything(net)) return YES;
    if (podNetwork.length > 0 && podNetwork.every((pool) => containsPrefix(net, pool))) return YES;
    maybe ||=
      podNetwork.length === 0 || podNetwork.some((pool) => containsPrefix(pool, net) || containsPrefix(net, pool));
  }
  return maybe ? MAYBE : NO;
}
