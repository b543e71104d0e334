import { countOf } from '../../main/engine/model/count-words';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { Wizard } from '../../main/engine/model/wizard';
import type { LockoutSummary } from '../state/lockout-summary';
import type { ViewName } from '../state/window-state';

/** Why a view asks to be opened, in words; `''` when it does not. */
export function railAlarms(
  rehearsal: Rehearsal | null,
  lockout: LockoutSummary,
  wizard: Wizard | null,
): Readonly<Record<ViewName, string>> {
  const reopened = wizard?.gates.filter((gate) => gate.state === 'reopened').length ?? 0;
  const blocking = rehearsal?.findings.filter((finding) => finding.severity === 'blocks').length ?? 0;
  const errors = rehearsal?.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length ?? 0;
  return {
    map: '',
    findings: blocking === 0 ? '' : `${countOf(blocking, 'finding')} must be resolved`,
    lockout: lockout.atRisk.length === 0 ? '' : `${countOf(lockout.atRisk.length, 'path')} at risk`,
    flows: flowAlarm(rehearsal),
    wizard: reopened === 0 ? '' : `${countOf(reopened, 'gate')} re-opened`,
    report: errors === 0 ? '' : countOf(errors, 'error'),
  };
}

function flowAlarm(rehearsal: Rehearsal | null): string {
  const counts = rehearsal?.flows?.counts;
  if (counts === undefined) return '';
  const parts = [
    ...(counts.wouldBreak > 0 ? [`${countOf(counts.wouldBreak, 'record')} would break`] : []),
    ...(counts.unexplained > 0 ? [`${countOf(counts.unexplained, 'record')} unexplained`] : []),
  ];
  return parts.join(', ');
}
