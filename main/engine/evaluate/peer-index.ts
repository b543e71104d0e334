import { createLabelIndex } from '../selector/label-index';
import type { Selector } from '../selector/selector';
import type { Peer, Peers } from './peer';

/** Finds the few peers that a selector can be about, as Calico does (calico: felix/labelindex/labelrestrictionindex). */
export interface PeerIndex {
  /** Among peers from `first` on, all that the selector may select, and perhaps others; each once. */
  candidates(selector: Selector, first: number): readonly Peer[];
}

export function createPeerIndex(peers: Peers): PeerIndex {
  const byLabel = createLabelIndex<Peer>();
  /** Some of their labels are not known: they may have any. */
  const partlyKnown: Peer[] = [];
  let indexed = 0;

  const add = (peer: Peer) => {
    if (peer.contributors.some(({ labels }) => labels.unknownPrefixes.length > 0)) partlyKnown.push(peer);
    for (const { labels } of peer.contributors) {
      for (const [label, value] of Object.entries(labels.labels)) byLabel.add(label, value, peer);
    }
  };

  return {
    candidates(selector, first) {
      for (; indexed < peers.met.length; indexed += 1) {
        const peer = peers.met[indexed];
        if (peer !== undefined) add(peer);
      }
      const owners = byLabel.candidates(selector);
      if (owners === null) return peers.met.slice(first);
      if (partlyKnown.length === 0) return first === 0 ? owners : owners.filter(({ index }) => index >= first);
      return [...new Set([...owners, ...partlyKnown])].filter(({ index }) => index >= first);
    },
  };
}
