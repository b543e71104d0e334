import { groupDigits } from '../../model/count-words';
import type { Edge } from '../../model/edge';
import type { MachineCheck, VerdictChanges } from '../../model/plan';
import type { WorldName } from '../../model/world';
import { machineCheck } from './check';
import { sentences } from './sentences';

/** Paths that can be told in neither world: nobody knows whether a step changes them. */
export function countUntold(edges: readonly Edge[], before: WorldName, after: WorldName): number {
  return edges.filter(
    ({ verdicts }) => verdicts[before].verdict === 'undecided' && verdicts[after].verdict === 'undecided',
  ).length;
}

/** A step that changes no verdict; where some can be told neither before nor after it, that is not known. */
export function unchangedCheck(
  id: string,
  title: string,
  { compared }: Pick<VerdictChanges, 'compared'>,
  untold: number,
  mind = '',
): MachineCheck {
  const same = `0 of ${groupDigits(compared)} verdicts change`;
  return untold === 0
    ? machineCheck(id, title, 'green', sentences(`${same}.`, mind))
    : machineCheck(
        id,
        title,
        'grey',
        sentences(`${same}, but ${groupDigits(untold)} can be told neither before nor after it.`, mind),
      );
}
