import type { Peer } from './peer';
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

export function createPeerClasses(questions: readonly PeerQuestion[]): PeerClasses {
  const root: Branch = { next: [], leaf: -1 };
  /** By peer index. */
  const known: number[] = [];
  let classes = 0;
  return {
    classOf(peer) {
      const found = known[peer.index];
      if (found !== undefined) return found;
      let branch = root;
      for (const question of questions) {
        const answer = question.ask(peer);
        branch = branch.next[answer] ??= { next: [], leaf: -1 };
      }
      if (branch.leaf < 0) {
        branch.leaf = classes;
        classes += 1;
      }
      known[peer.index] = branch.leaf;
      return branch.leaf;
    },
  };
}
