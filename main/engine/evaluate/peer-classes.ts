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

/** The root of a tree whose branches are numbered. */
const ROOT = 0;

/**
 * All peers that were met are sorted at one go, for lists that all of them will be asked about. Of most questions nearly all answers are
 * 0, and only others lead further down the tree: what it costs grows with those.
 */
export function createPeerClasses(questions: readonly PeerQuestion[], peers: Peers): MetPeerClasses {
  /** By branch, then by question and answer: the branch below. */
  const below: Map<number, number>[] = [new Map()];
  /** By branch: 1 + the class of the peers that end there; 0: none did yet. */
  const classes: number[] = [0];
  let met = 0;
  /** By peer index. */
  let known = new Int32Array(0);

  const goDown = (branch: number, key: number): number => {
    const branches = below[branch];
    const found = branches?.get(key);
    if (found !== undefined) return found;
    branches?.set(key, below.length);
    classes.push(0);
    return below.push(new Map()) - 1;
  };

  const sortNewcomers = () => {
    const first = known.length;
    const branches = new Int32Array(peers.met.length - first).fill(ROOT);
    for (const [place, question] of questions.entries()) {
      for (const peer of question.others(first)) {
        const at = peer.index - first;
        branches[at] = goDown(branches[at] ?? ROOT, question.ask(peer) * questions.length + place);
      }
    }
    const grown = new Int32Array(peers.met.length);
    grown.set(known);
    for (let at = 0; at < branches.length; at += 1) {
      const branch = branches[at] ?? ROOT;
      const number = classes[branch] || (met += 1);
      classes[branch] = number;
      grown[first + at] = number - 1;
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
