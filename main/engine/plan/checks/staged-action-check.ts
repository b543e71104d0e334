import { readText } from '../../load/fields';
import type { MachineCheck } from '../../model/plan';
import type { Change } from '../../rehearse/change';
import { policyKey } from '../../rehearse/promote';
import { describeObject, listNames } from '../../rehearse/surprises/evidence';
import { fieldsOf } from '../manifest';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { findingLines, machineCheck, tellFindings } from './check';
import { sentences } from './sentences';

/** D2, D3: nothing previews a deletion; what is to be ignored is previewed. */
export function checkActions({ rollout, findings, locate }: PlanFacts): MachineCheck {
  const id = 'stage.staged-action';
  const title = 'Every change is a Set: what is staged is what will be enforced';
  const { changes } = rollout;
  const live = new Set(rollout.enforced.map(policyKey));
  const others = changes.filter(({ action }) => action !== 'Set');
  const [deletions, staying] = [
    others.filter(({ action }) => action === 'Delete'),
    others.filter(({ action }) => action !== 'Delete'),
  ];
  const idle = deletions.filter(({ resource }) => !live.has(policyKey(resource)));
  const misspelt = changes.filter(isMisspelt);
  const repeated = findings.filter(({ code }) => code === 'S21');
  if (others.length + misspelt.length + repeated.length === 0) {
    return machineCheck(
      id,
      title,
      'green',
      'No Delete, no Learn, no Ignore, and no policy stands in the change set twice.',
    );
  }
  const shown = findings.filter(({ code }) => code === 'S2' || code === 'S3');
  const detail = sentences(
    tell(
      deletions.filter((change) => !idle.includes(change)),
      (names) =>
        `Delete of ${names}: Felix is not told, no flow log previews it (D2); promotion deletes the policy in force.`,
    ),
    tell(
      idle,
      (names) =>
        `Delete of ${names} deletes nothing: no policy in force has the kind and name; look for a typing error.`,
    ),
    tell(
      staying,
      (names) =>
        `Learn or Ignore of ${names}: flow logs preview it like any other (D3); promotion leaves it out, and it stays staged.`,
    ),
    tell(
      misspelt,
      (names) =>
        `Calico refuses the stagedAction of ${names}: it is Set, Delete, Learn or Ignore. Here it counts as Set, and the files say so.`,
    ),
    tellFindings([...shown, ...repeated]),
  );
  return machineCheck(id, title, 'amber', detail, [
    ...[...others, ...misspelt].map((change) => actionLine(change, locate)),
    ...findingLines([...shown, ...repeated]),
  ]);
}

function tell(changes: readonly Change[], say: (names: string) => string): string {
  return changes.length === 0 ? '' : say(listNames(changes.map(({ resource }) => resource.name)));
}

function actionOf({ resource }: Change): string {
  return readText(fieldsOf(resource.body, 'spec'), 'stagedAction') ?? '';
}

/** Missing, it is Set. */
function isMisspelt(change: Change): boolean {
  const written = actionOf(change);
  return written !== '' && written !== change.action;
}

function actionLine(change: Change, locate: PlanFacts['locate']): CheckLine {
  const { resource } = change;
  return {
    text: `${describeObject(resource)} has stagedAction ${actionOf(change)}`,
    position: locate(resource, ['spec', 'stagedAction']),
  };
}
