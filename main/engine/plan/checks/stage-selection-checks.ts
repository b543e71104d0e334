import type { Policy } from '../../compile/policy';
import type { SelectorMatches } from '../../compile/selector-matches';
import type { Cluster } from '../../cluster/cluster';
import type { PolicedEndpoint } from '../../cluster/endpoint';
import { countOf } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import { YES } from '../../model/tri';
import { describeObject, listNames } from '../../rehearse/surprises/evidence';
import type { RolloutWorld } from '../../rehearse/worlds';
import { isNet } from '../../rehearse/safety-net';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { machineCheck, textLine } from './check';
import { describeSelected, isSystemPod, podsOf, selectedBy } from './selected';
import { sentences } from './sentences';

/** Whom the change set reaches: per policy, and who is policed for the first time. */
export function checkStagedSelection(facts: PlanFacts): readonly MachineCheck[] {
  return [checkCounts(facts), checkFirstPoliced(facts)];
}

/** "This selects 3 nodes and 41 system pods": the selector that reaches further than its author thinks. */
function checkCounts({ rollout, locate }: PlanFacts): MachineCheck {
  const id = 'stage.selector-counts';
  const title = 'Every change selects pods of your own, and somebody';
  const { cluster } = rollout.worlds.final;
  const counted = rollout.changes.flatMap(({ promoted, action }) => {
    if (promoted === null || action !== 'Set') return [];
    return [{ policy: promoted, selected: selectedBy(promoted, cluster, rollout) }];
  });
  const lines = counted.map(({ policy, selected }): CheckLine => ({
    text: `${describeObject(policy.resource)} selects ${describeSelected(selected)}`,
    position: locate(policy.resource, ['spec', 'selector']),
  }));
  const names = (reaches: (one: (typeof counted)[number]) => boolean) =>
    listNames(counted.filter(reaches).map(({ policy }) => policy.name));
  const hosts = names(({ selected }) => selected.hosts.length > 0);
  const system = names(({ selected }) => selected.workloads.some(isSystemPod));
  const nobody = names(({ selected }) => selected.hosts.length + selected.workloads.length + selected.unknown === 0);
  const unknown = names(({ selected }) => selected.unknown > 0);
  const detail = sentences(
    hosts === ''
      ? ''
      : `Nodes are selected by ${hosts}: SSH, the kubelet and the API server are at stake, and no flow log shows them.`,
    system === '' ? '' : `Pods of the cluster itself (DNS, webhooks, Calico) are selected by ${system}.`,
    nobody === '' ? '' : `Nobody is selected by ${nobody}: look for a typing error in the selector.`,
    unknown === '' ? '' : `Of ${unknown} the files do not tell all labels.`,
  );
  if (counted.length === 0) return machineCheck(id, title, 'grey', 'No change becomes a policy: nothing is selected.');
  if (detail !== '') return machineCheck(id, title, hosts + system + nobody === '' ? 'grey' : 'amber', detail, lines);
  return machineCheck(
    id,
    title,
    'green',
    `${countOf(counted.length, 'policy', 'policies')}; none selects a node or a pod of the cluster itself.`,
    lines,
  );
}

/** The first policy of a direction turns "everything is open" into "what no rule allows is closed". */
function checkFirstPoliced({ rollout }: PlanFacts): MachineCheck {
  const id = 'stage.first-policed';
  const title = 'No endpoint is policed for the first time';
  const { now, final } = rollout.worlds;
  const policiesOf = (world: RolloutWorld, direction: 'ingress' | 'egress') =>
    world.arranged.tiers.flatMap(({ policies }) =>
      policies.flatMap(({ policy, live }) =>
        live && policy[direction] && policy.hook === 'normal' && !isNet(policy, rollout.net) ? [policy] : [],
      ),
    );
  const first = (['ingress', 'egress'] as const).map((direction) => {
    const isPoliced = policing(policiesOf(now, direction), rollout.shared.selectors);
    const willBe = policing(policiesOf(final, direction), rollout.shared.selectors);
    return { direction, endpoints: endpointsOf(final.cluster).filter((one) => willBe(one) && !isPoliced(one)) };
  });
  const affected = first.filter(({ endpoints }) => endpoints.length > 0);
  if (affected.length === 0) {
    return machineCheck(
      id,
      title,
      'green',
      'Whoever a change selects is selected by a policy in that direction today.',
    );
  }
  const told = affected.map(({ direction, endpoints }) => {
    const pods = podsOf(endpoints.flatMap((one) => (one.tag === 'workload' ? [one] : [])));
    const hosts = endpoints.filter(({ tag }) => tag === 'host').length;
    return `${direction} of ${[pods === 0 ? '' : countOf(pods, 'pod'), hosts === 0 ? '' : countOf(hosts, 'host endpoint')].filter((part) => part !== '').join(' and ')}`;
  });
  return machineCheck(
    id,
    title,
    'amber',
    `Open to everybody today, and closed but for rules once the net is gone: ${told.join('; ')}.`,
    affected.flatMap(({ direction, endpoints }) =>
      endpoints.map((endpoint) => textLine(`${describeEndpoint(endpoint)}: first policed for ${direction}`)),
    ),
  );
}

function policing(policies: readonly Policy[], selectors: SelectorMatches): (endpoint: PolicedEndpoint) => boolean {
  return ({ labels }) => policies.some(({ selector }) => selectors.matches(selector, labels) === YES);
}

function endpointsOf({ workloads, hosts }: Cluster): readonly PolicedEndpoint[] {
  return [...hosts, ...workloads];
}

function describeEndpoint(endpoint: PolicedEndpoint): string {
  return endpoint.tag === 'host' ? `host endpoint ${endpoint.name}` : `pod ${endpoint.namespace}/${endpoint.name}`;
}
