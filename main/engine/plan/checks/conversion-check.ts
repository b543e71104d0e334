import { countOf } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import { stagesOnly } from '../../rehearse/change';
import type { Change } from '../../rehearse/change';
import { describeObject } from '../../rehearse/surprises/evidence';
import { enforcedManifest, stagedManifest } from '../change-manifests';
import type { Manifest } from '../manifest';
import { fieldsOf } from '../manifest';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck } from './check';

/**
 * What is staged is what will be enforced, field for field: the conversion there and the one back meet. They do not where Calico reads the
 * two forms of one document otherwise, as it does with missing policyTypes.
 */
export function checkConversion({ rollout, locate }: PlanFacts): MachineCheck {
  const id = 'stage.conversion';
  const title = 'What is staged is what will be enforced, field for field';
  const pairs = rollout.changes.flatMap((change) => {
    const staged = change.action === 'Delete' || stagesOnly(change.action) ? null : stagedManifest(change, 'written');
    return staged === null ? [] : [{ change, fields: differingFields(staged, enforcedManifest(change)) }];
  });
  const differing = pairs.filter(({ fields }) => fields.length > 0);
  if (pairs.length === 0) return machineCheck(id, title, 'grey', 'No change is staged and enforced later.');
  if (differing.length === 0) {
    const detail = `${countOf(pairs.length, 'policy', 'policies')}: name, namespace and spec are the same in 2-stage and 4-promote, but for kind and stagedAction.`;
    return machineCheck(id, title, 'green', detail);
  }
  return machineCheck(
    id,
    title,
    'amber',
    `${countOf(differing.length, 'policy', 'policies')} of ${pairs.length} will be enforced otherwise than previewed. Write the field into the change set.`,
    differing.map(({ change, fields }) => differenceLine(change, fields, locate)),
  );
}

function differingFields(staged: Manifest, enforced: Manifest): readonly string[] {
  const { stagedAction: _, ...preview } = fieldsOf(staged.object, 'spec');
  const promoted = fieldsOf(enforced.object, 'spec');
  const names = [...new Set([...Object.keys(preview), ...Object.keys(promoted)])];
  return names.filter((name) => JSON.stringify(preview[name]) !== JSON.stringify(promoted[name]));
}

function differenceLine({ resource }: Change, fields: readonly string[], locate: PlanFacts['locate']): CheckLine {
  return { text: `${describeObject(resource)}: ${fields.join(', ')} differs`, position: locate(resource, ['spec']) };
}
