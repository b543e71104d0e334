import type { MachineCheck } from '../../model/plan';
import type { PathStanding, ProtectedPath } from '../../model/protected-path';
import { standingOf } from '../../model/protected-path';
import type { StepName } from '../../model/world';
import { machineCheck } from './check';
import type { PathState } from './path-checks';
import { describeVerdict, pathLine } from './path-checks';

/** Rows that ask whether the rollback can be written and takes effect. */
export function rollbackRows(paths: readonly ProtectedPath[]): readonly ProtectedPath[] {
  return paths.filter(({ row }) => row === 'L42');
}

/** L42, the go or no-go: whether the rollback could still be written, and take effect. */
export function checkRollback(step: StepName, states: readonly PathState[]): MachineCheck {
  const id = `${step}.rollback-possible`;
  const title = 'The rollback can be written, and takes effect (L42)';
  const having = (...wanted: readonly PathStanding[]) => {
    const found = states.filter(({ path, verdict }) => wanted.includes(standingOf(path, verdict)));
    // The same answer after every move is told once, where it begins.
    const told = new Map(found.toReversed().map((state) => [describeVerdict(state.verdict).text, state]));
    return [...told.values()].toReversed().map(pathLine);
  };
  const broken = having('broken');
  if (broken.length > 0) {
    const detail = 'No: once locked out, you could not take it back with kubectl. Keep it open first.';
    return machineCheck(id, title, 'red', detail, broken);
  }
  const untold = having('unknown', 'absent');
  if (states.length === 0 || untold.length > 0) {
    const detail = 'Nobody can tell from the files. Have a console on a control-plane node at hand before you go on.';
    return machineCheck(id, title, 'grey', detail, untold);
  }
  const weak = having('weak');
  if (weak.length > 0) {
    return machineCheck(id, title, 'amber', 'Yes, but by failsafe ports or the safety net alone.', weak);
  }
  return machineCheck(id, title, 'green', 'Yes: administrators, webhooks, etcd and Felix keep what they need.');
}
