import type { Policy } from '../../compile/policy';
import { countOf, groupDigits } from '../../model/count-words';
import { nameParties } from '../../model/edge';
import type { MachineCheck } from '../../model/plan';
import { allowsEverything } from '../../rehearse/allows-everything';
import { stagesOnly } from '../../rehearse/change';
import { policyKey } from '../../rehearse/promote';
import { describeObject, listNames } from '../../rehearse/surprises/evidence';
import { objectKey } from '../manifest';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { changeLine, checkByFindings, findingLines, machineCheck, tellFindings, textLine } from './check';
import { checkFelix } from './felix-checks';
import { checkSnapshotComplete, checkSnapshotRead } from './input-checks';
import { checkNetOrder } from './net-order-checks';
import { checkPaths } from './path-checks';
import { podsOf, selectedBy } from './selected';
import { sentences } from './sentences';
import { countUntold, unchangedCheck } from './unchanged-check';

/** What must hold before the safety net is relied on: proved, not assumed. */
export function checkNet(facts: PlanFacts): readonly MachineCheck[] {
  return [
    checkSnapshotRead(facts),
    checkSnapshotComplete(facts),
    checkFelix('net', facts.findings),
    checkRecognition(facts),
    checkSelection(facts),
    checkRules(facts),
    ...checkNetOrder(facts),
    checkEndpointToHost(facts),
    checkImitations(facts),
    checkOpened(facts),
    ...checkPaths('net', 'net', facts.protectedPaths),
  ];
}

/** A net of the snapshot by another name is taken for one because of what it does; a new one must not take another’s place. */
function checkRecognition({ rollout, locate }: PlanFacts): MachineCheck {
  const { net, netFound, worlds } = rollout;
  const id = 'net.recognised';
  const title = 'It is clear which policy is the net';
  const changed = rollout.changes.find(({ resource }) => policyKey(resource) === policyKey(net));
  if (changed !== undefined) {
    const detail = `The change set has a policy called ${net.name}, too: promoted, it would take the place of the net, and the last step would remove it. Where it is meant as the net, take it out of the change set: the plan brings one. Otherwise give it another name.`;
    const told = `${describeObject(changed.resource)}: ${stagesOnly(changed.action) ? 'stays staged' : changed.action}`;
    return machineCheck(id, title, stagesOnly(changed.action) ? 'amber' : 'red', detail, [
      { text: told, position: locate(changed.resource, ['metadata', 'name']) },
    ]);
  }
  if (netFound) {
    const line: CheckLine = {
      text: describeObject(net.resource),
      position: locate(net.resource, ['metadata', 'name']),
    };
    if (net.name.startsWith('zzz-')) {
      return machineCheck(id, title, 'green', `The snapshot has it: ${net.name}. Nothing is applied in this step.`, [
        line,
      ]);
    }
    const detail = `${net.name} is taken for the net because it allows everything both ways and comes last in its tier: the last step removes it. If it is meant to stay, give it a narrower rule or an order before another policy.`;
    return machineCheck(id, title, 'amber', detail, [line]);
  }
  const taken = worlds.now.cluster.resources.find((resource) => objectKey(resource) === objectKey(net));
  if (taken === undefined) {
    return machineCheck(id, title, 'green', `The name ${net.name} is free: the net takes nobody’s place.`);
  }
  const line = { text: `${describeObject(taken)} has the name already`, position: locate(taken, ['metadata', 'name']) };
  return machineCheck(id, title, 'amber', 'The net would replace a policy of its name that Calico ignores today.', [
    line,
  ]);
}

/** Also what the change set brings: a host endpoint without a net is closed as soon as it is there. */
function checkSelection({ rollout }: PlanFacts): MachineCheck {
  const id = 'net.selects-every-endpoint';
  const title = 'The net selects every endpoint, host endpoints included';
  const { net, staged } = rollout.worlds;
  const { cluster } = staged;
  const { workloads, hosts, unknown } = selectedBy(rollout.net, cluster, rollout);
  const missedPods = cluster.workloads.filter((workload) => !workloads.includes(workload));
  const missedHosts = cluster.hosts.filter((host) => !hosts.includes(host));
  const all = `${countOf(podsOf(cluster.workloads), 'pod')} and ${countOf(cluster.hosts.length, 'host endpoint')}`;
  if (cluster.workloads.length + cluster.hosts.length === 0) {
    return machineCheck(id, title, 'grey', 'The snapshot holds no endpoint: nothing can be proved.');
  }
  if (missedPods.length + missedHosts.length === 0) {
    const of = cluster === net.cluster ? 'the snapshot' : 'the snapshot and the change set';
    return machineCheck(id, title, 'green', `It selects all ${all} of ${of}.`);
  }
  const lines = [
    ...missedHosts.map(({ name, node }) => textLine(`host endpoint ${name} of node ${node} is not selected`)),
    ...missedPods.map(({ namespace, name }) => textLine(`pod ${namespace}/${name} is not selected`)),
  ];
  const state = unknown === lines.length ? 'grey' : 'amber';
  const detail =
    state === 'grey'
      ? `Of ${all} it selects those whose labels the files tell; for ${countOf(unknown, 'endpoint')} they do not.`
      : `Of ${all} it leaves out ${countOf(missedHosts.length, 'host endpoint')} and ${countOf(podsOf(missedPods), 'pod')}: these have no net.`;
  return machineCheck(id, title, state, detail, lines);
}

function checkRules({ rollout, findings, locate }: PlanFacts): MachineCheck {
  const { net } = rollout;
  const id = 'net.allows-both-ways';
  const title = 'The net allows everything, in both directions';
  const open = (['ingress', 'egress'] as const).filter((direction) => allowsEverything(net, direction));
  const position = locate(net.resource, ['spec']);
  const lines: readonly CheckLine[] = open.map((direction) => ({
    text: `${describeObject(net.resource)}: the first ${direction} rule that decides allows all traffic`,
    position,
  }));
  if (open.length === 2)
    return machineCheck(id, title, 'green', 'The first rule that decides is an Allow without a condition.', lines);
  const halves = findings.filter(({ code }) => code === 'N12');
  if (open.length === 1) {
    const detail =
      halves.length > 0
        ? tellFindings(halves)
        : `It allows everything in ${open.join('')} alone: the other direction has no net.`;
    return machineCheck(id, title, 'amber', detail, [...lines, ...findingLines(halves)]);
  }
  const why = { text: describeObject(net.resource), position };
  return machineCheck(
    id,
    title,
    'red',
    'It allows everything in neither direction: it is no safety net, whatever its name says.',
    [why],
  );
}

/** Pods that talk to their own node are decided by a setting, not by the net. */
function checkEndpointToHost({ rollout, findings }: PlanFacts): MachineCheck {
  const id = 'net.endpoint-to-host';
  const title = 'Pods may talk to their own node whatever the net says';
  if (rollout.worlds.net.cluster.nodes.length === 0) {
    return machineCheck(
      id,
      title,
      'grey',
      'The snapshot holds no Node: nobody can tell what defaultEndpointToHostAction does.',
    );
  }
  const clear = 'defaultEndpointToHostAction drops nothing that the net is to keep open.';
  return checkByFindings(findings, { id, title, codes: ['H13'], clear });
}

/** What looks like a net and holds nothing: a policy that only logs, or one that is only staged. */
function checkImitations(facts: PlanFacts): MachineCheck {
  const { rollout, findings, locate } = facts;
  const { cluster } = rollout.worlds.net;
  const everybody = cluster.workloads.length + cluster.hosts.length;
  const logging = policiesOf(facts).filter((policy) => {
    const rules = [...(policy.ingress ? policy.inbound : []), ...(policy.egress ? policy.outbound : [])];
    if (rules.length === 0 || rules.some(({ action }) => action !== 'log')) return false;
    const { workloads, hosts } = selectedBy(policy, cluster, rollout);
    return everybody > 0 && workloads.length + hosts.length === everybody;
  });
  const staged = findings.filter(({ code }) => code === 'N15');
  const id = 'net.imitations';
  const title = 'Nothing else passes for a net';
  if (logging.length + staged.length === 0) {
    return machineCheck(
      id,
      title,
      'green',
      'No policy for everybody only logs, and none that allows everything is only staged.',
    );
  }
  const detail = [
    logging.length === 0
      ? ''
      : `${listNames(logging.map(({ name }) => name))} only logs: Log decides nothing, and the end of the tier denies.`,
    tellFindings(staged),
  ];
  return machineCheck(id, title, 'amber', detail.filter((part) => part !== '').join(' '), [
    ...logging.map((policy) => ({
      text: `${describeObject(policy.resource)} has Log rules alone`,
      position: locate(policy.resource, ['spec']),
    })),
    ...findingLines(staged),
  ]);
}

function policiesOf({ rollout }: PlanFacts): readonly Policy[] {
  return [...rollout.enforced, ...rollout.changes.flatMap(({ promoted }) => promoted ?? [])];
}

/** Applying the net is itself a change to review; where it is there already, so is what it holds open. */
function checkOpened({ stepChanges, findings, rollout, edges, parties }: PlanFacts): MachineCheck {
  const { compared, opened, closed, becameUndecided, listed } = stepChanges.net;
  const hosts = findings.filter(({ code }) => code === 'N10');
  const held = rollout.netFound ? edges.filter(({ verdicts }) => verdicts.now.onlyByNet) : [];
  const id = 'net.opens';
  const title = 'The net opens nothing that is closed without it';
  if (compared === 0)
    return machineCheck(id, title, 'grey', 'There is nothing to compare: the snapshot holds no two ends.');
  if (opened + closed + becameUndecided + held.length + hosts.length === 0) {
    return unchangedCheck(id, title, { compared }, countUntold(edges, 'now', 'net'));
  }
  const nameOf = nameParties(parties);
  const detail = sentences(
    rollout.netFound
      ? `The net is there: ${countOf(held.length, 'path')} of today ${held.length === 1 ? 'is' : 'are'} open by it alone.`
      : `${groupDigits(opened)} of ${groupDigits(compared)} verdicts change from deny to allow while the net is there${closed === 0 ? '' : `, ${groupDigits(closed)} to deny`}${becameUndecided === 0 ? '' : `, ${groupDigits(becameUndecided)} cannot be told any more`}: in its tier it takes every denial by omission away.`,
    'Keep the time with the net short.',
    tellFindings(hosts),
  );
  return machineCheck(id, title, 'amber', detail, [
    ...listed.map(changeLine),
    ...held.map(({ from, to, traffic }) =>
      textLine(`${nameOf(from)} → ${nameOf(to)} ${traffic}: open by the net alone`),
    ),
    ...findingLines(hosts),
  ]);
}
