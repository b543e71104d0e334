import { readText } from '../../load/fields';
import { countOf } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import type { PolicyKind, Resource } from '../../model/resource';
import { enforcedKind } from '../../rehearse/change';
import { describeObject } from '../../rehearse/surprises/evidence';
import { fieldsOf } from '../manifest';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck } from './check';

/**
 * Names are those of Kubernetes, and Calico’s validator takes one dot at most (calico: libcalico-go/lib/validator/v3/validator.go
 * globalNetworkPolicyNameRegex, networkPolicyNameRegex). Up to v3.31 Calico refuses a policy of another tier than default whose name does not begin with the tier (calico v3.31:
 * libcalico-go/lib/names/policy.go ValidateTieredPolicyName). The staged policy and the one in force share the name.
 */
export function checkNames({ rollout, locate }: PlanFacts): MachineCheck {
  const id = 'stage.names';
  const title = 'Calico takes the name of every change, staged and in force';
  const odd = rollout.changes.filter(({ resource }) => !isName(resource));
  if (odd.length > 0) {
    return machineCheck(
      id,
      title,
      'red',
      `${countOf(odd.length, 'name')} will be refused: small letters, digits and hyphens, begun and ended by a letter or digit; a policy of Calico has at most one dot in its name.`,
      odd.map(({ resource }): CheckLine => ({
        text: describeObject(resource),
        position: locate(resource, ['metadata', 'name']),
      })),
    );
  }
  if (rollout.profile.naming === 'plain') {
    return machineCheck(id, title, 'green', 'Names stay as they are; from v3.32 on they need not begin with the tier.');
  }
  const refused = rollout.changes.filter(({ resource }) => !hasTierPrefix(resource));
  if (refused.length === 0) {
    return machineCheck(
      id,
      title,
      'green',
      'Names stay as they are; each begins with its tier, where that is not default.',
    );
  }
  return machineCheck(
    id,
    title,
    'amber',
    `${countOf(refused.length, 'name')} will be refused: up to v3.31 a policy of another tier than default is called TIER.NAME.`,
    refused.map(({ resource }): CheckLine => ({
      text: `${describeObject(resource)} is in tier ${tierOf(resource)}`,
      position: locate(resource, ['metadata', 'name']),
    })),
  );
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const CALICO_NAME = new RegExp(`^(${LABEL}\\.)?${LABEL}$`);
const KUBERNETES_NAME = new RegExp(`^(${LABEL}\\.)*${LABEL}$`);
const LONGEST_NAME = 253;

function isName({ kind, name }: Resource): boolean {
  const enforced = enforcedKind(kind as PolicyKind);
  const isCalico = enforced === 'NetworkPolicy' || enforced === 'GlobalNetworkPolicy';
  return name.length <= LONGEST_NAME && (isCalico ? CALICO_NAME : KUBERNETES_NAME).test(name);
}

function hasTierPrefix(resource: Resource): boolean {
  const kind = enforcedKind(resource.kind as PolicyKind);
  if (kind !== 'NetworkPolicy' && kind !== 'GlobalNetworkPolicy') return true;
  const tier = tierOf(resource);
  const isBare = !resource.name.includes('.');
  return resource.name.startsWith(`${tier}.`) || (tier === 'default' && isBare);
}

function tierOf({ body }: Resource): string {
  const tier = readText(fieldsOf(body, 'spec'), 'tier') ?? '';
  return tier === '' ? 'default' : tier;
}
