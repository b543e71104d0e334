import { FELIX_STOPS } from '../../lockout/felix-stops';
import type { Evidence, Finding } from '../../model/finding';
import type { MachineCheck } from '../../model/plan';
import type { StepName } from '../../model/world';
import { findingLines, machineCheck, tellFindings } from './check';

/** What stops Felix, or hides a whole kind from it: from then on no change takes effect, the rollback included. */
export const STOPPING_CODES: readonly string[] = [...Object.keys(FELIX_STOPS), 'R26'];

/**
 * Whether Felix will follow what a step changes. What stands in the snapshot stops it now; objects of the change set stop it from the
 * stage step on, rules that it cannot render when they are promoted.
 */
export function checkFelix(step: StepName, findings: readonly Finding[]): MachineCheck {
  const stopping = findings.flatMap((finding) => {
    const evidence = STOPPING_CODES.includes(finding.code)
      ? finding.evidence.filter((line) => stopsAt(step, finding.code, line))
      : [];
    return evidence.length === 0 ? [] : [{ ...finding, evidence }];
  });
  const id = `${step}.felix-follows`;
  const title = 'No object stops Felix: what is changed takes effect, and so does a rollback';
  if (stopping.length === 0)
    return machineCheck(id, title, 'green', 'None of the objects that are known to stop Felix is there.');
  return machineCheck(
    id,
    title,
    'red',
    `Correct this first: the rules of the nodes stay as they are while it is there. ${tellFindings(stopping)}`,
    findingLines(stopping),
  );
}

function stopsAt(step: StepName, code: string, evidence: Evidence): boolean {
  const isInSnapshot = evidence.tag !== 'verdicts' && evidence.position?.file.startsWith('snapshot/') === true;
  switch (step) {
    case 'net':
      return isInSnapshot;
    case 'stage':
    case 'observe':
      return isInSnapshot || FELIX_STOPS[code] !== 'rendered';
    case 'promote':
    case 'remove-net':
      return true;
  }
}
