import type { Peer, Peers } from './peer';
import type { PeerQuestion } from './peer-questions';

/** Peers sorted by their answers to a list of questions: those of one class are the same to the rules that ask them. */
export interface PeerClasses {
  /** Counts from 0 in the order in which classes were met. */
  classOf(peer: Peer): number;
}

/** A tree with one level per question: a peer goes down by its answers, and every leaf is a class. */
interface Branch {
  readonly next: Branch[];
  leaf: number;
}

/** Sorts peers one by one, as they are asked about. */
export function createPeerSorter(questions: readonly PeerQuestion[]): PeerClasses {
  const root: Branch = { next: [], leaf: -1 };
  let classes = 0;
  return {
    classOf(peer) {
      let branch = root;
      for (const question of questions) branch = branch.next[question.ask(peer)] ??= { next: [], leaf: -1 };
      if (branch.leaf < 0) {
        branch.leaf = classes;
        classes += 1;
      }
      return branch.leaf;
    },
  };
}

/** All peers that were met are sorted at one go: for lists that all of them will be asked about, their answers lie side by side. */
export function createPeerClasses(questions: readonly PeerQuestion[], peers: Peers): PeerClasses {
  const sorter = createPeerSorter(questions);
  /** By peer index. */
  let known = new Int32Array(0);

  const sortNewcomers = () => {
    const grown = new Int32Array(peers.met.length);
    grown.set(known);
    for (let index = known.length; index < grown.length; index += 1) {
      const peer = peers.met[index];
      if (peer !== undefined) grown[index] = sorter.classOf(peer);
    }
    known = grown;
  };

  return {
    classOf(peer) {
      if (peer.index >= known.length) sortNewcomers();
      return known[peer.index] ?? -1;
    },
  };
}
