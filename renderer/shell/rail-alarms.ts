import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { countOf } from '../../main/engine/report/sentences';
import type { LockoutSummary } from '../state/lockout-summary';
import type { ViewName } from '../state/window-state';

/** Why a view asks to be opened, in words; `''` when it does not. */
export function railAlarms(rehearsal: Rehearsal | null, lockout: LockoutSummary): Readonly<Record<ViewName, string>> {
  const blocking = rehearsal?.findings.filter((finding) => finding.severity === 'blocks').length ?? 0;
  const errors = rehearsal?.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length ?? 0;
  return {
    map: '',
    findings: blocking === 0 ? '' : `${countOf(blocking, 'finding')} must be resolved`,
    lockout: lockout.atRisk.length === 0 ? '' : `${countOf(lockout.atRisk.length, 'path')} at risk`,
    report: errors === 0 ? '' : countOf(errors, 'error'),
  };
}
