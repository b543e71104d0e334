import type { ProtectedPath } from '../model/protected-path';
import type { UnaskedDraft } from './path-draft';
import type { PathLetter } from './path-letters';
import { deciderOf, lettersOf, observabilityOf } from './path-letters';
import type { FoundPath } from './protected-row';

/** What all paths of a row have in common. */
export type RowHead = Pick<ProtectedPath, 'row' | 'theme' | 'title' | 'protects' | 'severity' | 'expect'>;

/** A path as it was found; `letters` where there is no connection to tell them. */
export function draftFound(head: RowHead, path: FoundPath, letters: readonly PathLetter[]): UnaskedDraft {
  const { from, to, traffic, connections, somewhere } = path;
  const taken = connections.length === 0 ? letters : connections.flatMap(lettersOf);
  return {
    ...head,
    ...wordsFor(taken),
    id: `${head.row} ${from} → ${to} ${traffic}`,
    from,
    to,
    traffic,
    severity: path.severity ?? head.severity,
    connections,
    somewhere,
    absent: path.absent === '' ? null : { why: path.absent, needless: false },
    composite: null,
  };
}

/** Who decides, and what flow logs show of it. */
export function wordsFor(
  letters: readonly PathLetter[],
): Pick<ProtectedPath, 'decider' | 'observable' | 'observableBecause'> {
  const { seen, why } = observabilityOf(letters);
  return { decider: deciderOf(letters), observable: seen, observableBecause: why };
}
