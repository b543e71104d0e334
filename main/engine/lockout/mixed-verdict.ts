import type { Connection } from '../evaluate/connection-end';
import { formatAddress } from '../net/address';
import type { ProtectedVerdict } from '../model/protected-path';
import type { PathAnswer } from './path-answer';
import { describeEnd } from './path-answer';
import type { PathDraft } from './path-draft';

/**
 * The verdict where an end is somewhere among several addresses, and they are not treated alike: nobody can tell. `null` where the place
 * does not matter.
 */
export function mixedVerdict(
  somewhere: Exclude<PathDraft['somewhere'], null>,
  answers: readonly PathAnswer[],
): ProtectedVerdict | null {
  const known = somewhere === 'to' ? 'from' : 'to';
  const groups = new Map<string, PathAnswer[]>();
  for (const answer of answers) {
    const key = questionKey(answer.connection, known);
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  for (const group of groups.values()) {
    const open = group.find(({ tag }) => tag !== 'blocked' && tag !== 'undecided');
    const closed = group.find(({ tag }) => tag === 'blocked');
    if (open === undefined || closed === undefined) continue;
    const [allowed, denied] = [open, closed].map(({ connection }) => describeEnd(connection[somewhere]));
    const direction = somewhere === 'to' ? 'towards' : 'from';
    return {
      tag: 'absent',
      why: `open ${direction} ${allowed} and closed ${direction} ${denied}, and the files do not tell where it is: add a row of your own that does`,
    };
  }
  return null;
}

/** Equal for connections that differ in nothing but where the other end is. */
function questionKey(connection: Connection, known: 'from' | 'to'): string {
  const { via } = connection;
  return `${endKey(connection, known)} ${via === null ? '' : `${formatAddress(via.address)} ${via.port}`}`;
}

/** Equal for connections that have this end in common. */
export function endKey(connection: Connection, side: 'from' | 'to'): string {
  const end = connection[side];
  return end.tag === 'pod' ? `${end.workload.namespace}/${end.workload.name}` : formatAddress(end.address);
}
