import type { Peer, Peers } from './peer';
import type { PeerQuestion } from './peer-questions';

/** Peers sorted by their answers to a list of questions: those of one class are the same to the rules that ask them. */
export interface PeerClasses {
  /** Counts from 0 in the order in which classes were met. */
  classOf(peer: Peer): number;
}

/** Classes that are found for all peers that were met. */
export interface MetPeerClasses extends PeerClasses {
  /** By peer index, of all peers that were met so far. */
  ofAllMet(): Int32Array;
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

/** As `Branch`, for many peers at a time: only answers other than 0 lead further down. */
interface SparseBranch {
  readonly next: Map<number, SparseBranch>;
  leaf: number;
}

/**
 * All peers that were met are sorted at one go, for lists that all of them will be asked about. Of most questions nearly all answers are
 * 0: what it costs grows with the others.
 */
export function createPeerClasses(questions: readonly PeerQuestion[], peers: Peers): MetPeerClasses {
  const root: SparseBranch = { next: new Map(), leaf: -1 };
  let classes = 0;
  /** By peer index. */
  let known = new Int32Array(0);

  const sortNewcomers = () => {
    const first = known.length;
    const branches = Array.from({ length: peers.met.length - first }, () => root);
    for (const [place, question] of questions.entries()) {
      for (const peer of question.others(first)) {
        const branch = branches[peer.index - first] ?? root;
        const key = question.ask(peer) * questions.length + place;
        const next = branch.next.get(key) ?? { next: new Map<number, SparseBranch>(), leaf: -1 };
        branch.next.set(key, next);
        branches[peer.index - first] = next;
      }
    }
    const grown = new Int32Array(peers.met.length);
    grown.set(known);
    for (const [place, branch] of branches.entries()) {
      if (branch.leaf < 0) {
        branch.leaf = classes;
        classes += 1;
      }
      grown[first + place] = branch.leaf;
    }
    known = grown;
  };

  return {
    classOf(peer) {
      if (peer.index >= known.length) sortNewcomers();
      return known[peer.index] ?? -1;
    },
    ofAllMet() {
      if (known.length < peers.met.length) sortNewcomers();
      return known;
    },
  };
}
