import type { LabelValue } from '../selector/required-labels';
import { requiredLabels } from '../selector/required-labels';
import type { Selector } from '../selector/selector';
import type { Peer, Peers } from './peer';

/** Finds the few peers that a selector can be about, as Calico does (calico: felix/labelindex/labelrestrictionindex). */
export interface PeerIndex {
  /** Among peers from `first` on, all that the selector may select, and perhaps others; each once. */
  candidates(selector: Selector, first: number): readonly Peer[];
}

export function createPeerIndex(peers: Peers): PeerIndex {
  const byLabel = new Map<string, Map<string, Peer[]>>();
  /** Some of their labels are not known: they may have any. */
  const partlyKnown: Peer[] = [];
  let indexed = 0;

  const add = (peer: Peer) => {
    if (peer.contributors.some(({ labels }) => labels.unknownPrefixes.length > 0)) partlyKnown.push(peer);
    for (const { labels } of peer.contributors) {
      for (const [label, value] of Object.entries(labels.labels)) {
        const byValue = byLabel.get(label) ?? new Map<string, Peer[]>();
        byLabel.set(label, byValue);
        const list = byValue.get(value);
        if (list === undefined) byValue.set(value, [peer]);
        else if (list.at(-1) !== peer) list.push(peer);
      }
    }
  };

  const owning = ({ label, value }: LabelValue): readonly Peer[] => byLabel.get(label)?.get(value) ?? [];

  return {
    candidates(selector, first) {
      for (; indexed < peers.met.length; indexed += 1) {
        const peer = peers.met[indexed];
        if (peer !== undefined) add(peer);
      }
      const lists = requiredLabels(selector).map(owning);
      const [shortest] = lists.toSorted((left, right) => left.length - right.length);
      if (shortest === undefined) return peers.met.slice(first);
      if (partlyKnown.length === 0) return first === 0 ? shortest : shortest.filter(({ index }) => index >= first);
      return [...new Set([...shortest, ...partlyKnown])].filter(({ index }) => index >= first);
    },
  };
}
