import { readObject } from '../../load/fields';
import { countOf } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import type { PolicyKind } from '../../model/resource';
import type { Change } from '../../rehearse/change';
import { enforcedKind } from '../../rehearse/change';
import { describeObject } from '../../rehearse/surprises/evidence';
import { enforcedManifest } from '../change-manifests';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { checkByFindings } from './check';
import { sentences } from './sentences';

/** A direction that is governed by mistake is denied as a whole: what Calico infers is shown, and what it infers otherwise is to be answered. */
export function checkTypes({ rollout, findings, locate }: PlanFacts): MachineCheck {
  const untyped = rollout.changes.flatMap((change) => inferredLine(change, locate));
  const check = checkByFindings(findings, {
    id: 'stage.types',
    title: 'The types of every policy are told, not guessed',
    codes: ['R9', 'R27'],
    clear: sentences(
      'Every way of applying the change set gives its policies the same directions.',
      untyped.length === 0
        ? ''
        : `${countOf(untyped.length, 'policy', 'policies')} of it ${untyped.length === 1 ? 'has' : 'have'} no types: the change files write them out as Calico infers them.`,
    ),
  });
  return { ...check, evidence: [...check.evidence, ...untyped] };
}

function inferredLine(change: Change, locate: PlanFacts['locate']): readonly CheckLine[] {
  const { resource, action } = change;
  const field = enforcedKind(resource.kind as PolicyKind) === 'KubernetesNetworkPolicy' ? 'policyTypes' : 'types';
  const written = readObject(resource.body, 'spec')?.[field];
  if (action !== 'Set' || (Array.isArray(written) && written.length > 0)) return [];
  const inferred = readObject(enforcedManifest(change).object, 'spec')?.[field];
  // Cluster policies of Kubernetes have no such field.
  if (!Array.isArray(inferred)) return [];
  const types = inferred.map(String).join(' and ');
  return [{ text: `${describeObject(resource)} has no ${field}: ${types}`, position: locate(resource, ['spec']) }];
}
