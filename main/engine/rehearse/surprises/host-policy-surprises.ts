import type { Policy } from '../../compile/policy';
import { countOf } from '../../model/count-words';
import type { Evidence } from '../../model/finding';
import { firstStages } from '../decided-by';
import { describeObject, fieldEvidence, listNames, proved } from './evidence';
import type { HostQuestion } from './host-questions';
import { askHost, changedHosts, hostEvidence } from './host-questions';
import { denyingHit } from './deciding-stages';
import { selectsUnlabelled } from './selection';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { describeRuleOf, valueAt, writtenRules } from './written-rules';

/** Policies that reach host endpoints without naming a label of theirs, each with what it closes there. */
function reachingHosts(
  facts: SurpriseFacts,
): readonly { readonly policy: Policy; readonly closed: readonly HostQuestion[] }[] {
  const closed = changedHosts(facts, 'now', 'final', 'allow', 'deny').map((question) => ({
    question,
    tier: denyingHit(firstStages(askHost(facts, question, 'final')))?.tier,
  }));
  if (closed.length === 0) return [];
  return facts.policies
    .filter((policy) => policy.hook === 'normal' && policy.namespace === '' && selectsUnlabelled(policy.selector))
    .map((policy) => {
      const selected = new Set(facts.selection.hosts(policy.selector).map(({ name }) => name));
      const own = closed.filter(
        ({ question: { host, direction }, tier }) =>
          selected.has(host.name) && policy[direction] && tier === policy.tier,
      );
      return { policy, closed: own.map(({ question }) => question) };
    })
    .filter((reaching) => reaching.closed.length > 0);
}

function reachingEvidence(
  facts: SurpriseFacts,
  reaching: ReturnType<typeof reachingHosts>,
  field: string,
): readonly Evidence[] {
  const questions = new Set(reaching.flatMap(({ closed }) => closed));
  return [
    ...reaching.map(({ policy }) => {
      const hosts = facts.selection.hosts(policy.selector);
      const text = `${describeObject(policy.resource)} (${policy.written}) selects ${countOf(hosts.length, 'host endpoint')}: ${listNames(hosts.map(({ name }) => name))}`;
      return fieldEvidence(facts, policy.resource, ['spec', field], text);
    }),
    ...[...questions].map((question) => hostEvidence(facts, question, 'now', 'final')),
  ];
}

/** H1: a selector that asks for nothing selects the nodes too, and ends what their profile allows. */
export const selectsEveryHost: Detector = (facts) => {
  const reaching = reachingHosts(facts).filter(({ policy }) => namespaceSelectorOf(policy) === '');
  return proved(
    {
      code: 'H1',
      severity: 'warns',
      title: `${listNames(reaching.map(({ policy }) => policy.name))} selects the nodes too: what no rule allows is closed on them.`,
      help: 'A selector that asks for no label selects host endpoints as well. Write namespaceSelector all() where pods are meant.',
    },
    reachingEvidence(facts, reaching, 'selector'),
  );
};

/** H2: a negated namespaceSelector alone is true for host endpoints: they have no namespace. */
export const selectsHostsByNegation: Detector = (facts) => {
  const reaching = reachingHosts(facts).filter(({ policy }) => namespaceSelectorOf(policy) !== '');
  return proved(
    {
      code: 'H2',
      severity: 'warns',
      title: `The negated namespaceSelector of ${listNames(reaching.map(({ policy }) => policy.name))} selects the nodes too.`,
      help: 'Add has(projectcalico.org/name) && to the namespaceSelector: a host endpoint lacks every label of a namespace, so a negation is true for it.',
    },
    reachingEvidence(facts, reaching, 'namespaceSelector'),
  );
};

function namespaceSelectorOf(policy: Policy): string {
  const written = valueAt(policy.resource.body, ['spec', 'namespaceSelector']);
  return typeof written === 'string' ? written : '';
}

/** H3: a host endpoint that nothing allows anything on. */
export const bareHostEndpoint: Detector = (facts) => {
  const { evaluation, cluster } = facts.rollout.worlds.final;
  const bare = cluster.hosts.filter((host) => {
    const { tiers, profiles } = evaluation.programs.programOf(host);
    return profiles.length === 0 && tiers.normal.ingress.length === 0 && tiers.normal.egress.length === 0;
  });
  const isNew = bare.some(({ resource }) => resource.role === 'changes');
  return proved(
    {
      code: 'H3',
      severity: isNew ? 'warns' : 'informs',
      title: `${listNames(bare.map(({ name }) => name))} ${bare.length === 1 ? 'has' : 'have'} neither profile nor policy: all but failsafe ports is denied.`,
      help: 'Create the policy before the host endpoint, or give it the profile projectcalico-default-allow.',
    },
    bare.map(({ resource }) =>
      fieldEvidence(facts, resource, ['spec'], `${describeObject(resource)}: no profiles, and no policy selects it`),
    ),
  );
};

/** H10: rules see of a host endpoint its expected addresses and nothing else. */
export const hostsUnseenByRules: Detector = (facts) => {
  const unseen = facts.rollout.worlds.final.cluster.hosts.filter(({ addresses }) => addresses.length === 0);
  if (unseen.length === 0) return [];
  const evidence = writtenRules(facts.policies).flatMap((written) =>
    (['source', 'destination'] as const).flatMap((side) => {
      const { positive } = written.rule[side];
      if (positive === null || selectsUnlabelled(positive)) return [];
      const meant = facts.selection.hosts(positive).filter((host) => unseen.includes(host));
      if (meant.length === 0) return [];
      const text = `${describeRuleOf(written)}: ${side} means ${listNames(meant.map(({ name }) => name))}, without expectedIPs`;
      return [fieldEvidence(facts, written.policy.resource, [...written.rule.path, side], text)];
    }),
  );
  return proved(
    {
      code: 'H10',
      severity: 'warns',
      title: 'Rules name host endpoints that have no expectedIPs: they match nothing of them.',
      help: 'List the addresses of the interface in spec.expectedIPs; interfaceName alone is not seen by rules.',
    },
    evidence,
  );
};

/** H14: on its interface a specific host endpoint takes the place of the wildcard one, policies and all. */
export const specificReplacesWildcard: Detector = (facts) => {
  const { hosts } = facts.rollout.worlds.final.cluster;
  const evidence = hosts
    .filter(({ interfaceName }) => interfaceName !== '*')
    .flatMap((specific): readonly Evidence[] => {
      const wildcard = hosts.find(({ node, interfaceName }) => node === specific.node && interfaceName === '*');
      if (wildcard === undefined) return [];
      const lost = facts.policies.filter((policy) => {
        const selected = facts.selection.hosts(policy.selector);
        return selected.includes(wildcard) && !selected.includes(specific);
      });
      if (lost.length === 0) return [];
      const text = `${describeObject(specific.resource)} replaces ${wildcard.name} on its interface; ${listNames(lost.map(({ name }) => name))} does not select it`;
      return [fieldEvidence(facts, specific.resource, ['metadata', 'labels'], text)];
    });
  return proved(
    {
      code: 'H14',
      severity: 'warns',
      title: `On ${countOf(evidence.length, 'interface')} a host endpoint of its own leaves out policies that govern the rest of the node.`,
      help: 'Nothing is merged: give it the labels that those policies select, or repeat their rules.',
    },
    evidence,
  );
};

/** H15: a wildcard host endpoint has no untracked list. */
export const untrackedOnWildcard: Detector = (facts) => {
  if (facts.rollout.profile.dataplane === 'ebpf') return [];
  const evidence = facts.policies
    .filter(({ hook }) => hook === 'untracked')
    .flatMap((policy) => {
      const wildcards = facts.selection.hosts(policy.selector).filter(({ interfaceName }) => interfaceName === '*');
      if (wildcards.length === 0) return [];
      const text = `${describeObject(policy.resource)} selects ${listNames(wildcards.map(({ name }) => name))}, interfaceName "*"`;
      return [fieldEvidence(facts, policy.resource, ['spec', 'doNotTrack'], text)];
    });
  return proved(
    {
      code: 'H15',
      severity: 'warns',
      title: 'doNotTrack policies have no effect on wildcard host endpoints.',
      help: 'Felix ignores them there with a warning in its log: give the interface a host endpoint of its own.',
    },
    evidence,
  );
};

/** R16: pods have no untracked and no preDNAT list. */
export const hostHookOnPods: Detector = (facts) => {
  const evidence = facts.policies
    .filter(({ hook, selector }) => hook !== 'normal' && facts.selection.hosts(selector).length === 0)
    .flatMap((policy) => {
      const pods = facts.selection.workloads(policy.selector);
      if (pods.length === 0) return [];
      const field = policy.hook === 'preDNAT' ? 'preDNAT' : 'doNotTrack';
      const names = pods.map(({ namespace, owner }) => `${namespace}/${owner.name}`);
      const text = `${describeObject(policy.resource)} is ${field} and selects pods only: ${listNames(names)}`;
      return [fieldEvidence(facts, policy.resource, ['spec', field], text)];
    });
  return proved(
    {
      code: 'R16',
      severity: 'warns',
      title: 'A preDNAT or doNotTrack policy selects pods, on which it has no effect.',
      help: 'These hooks exist on host endpoints only; leave the flag out to police pods.',
    },
    evidence,
  );
};

/** N14: what is not tracked has no established connections: a Deny cuts them at once. */
export const untrackedDenyCutsConnections: Detector = (facts) => {
  const promoted = new Set(facts.rollout.changes.map((change) => change.promoted));
  const evidence = writtenRules(facts.policies)
    .filter(({ policy, rule }) => promoted.has(policy) && policy.hook === 'untracked' && rule.action === 'deny')
    .flatMap((written) => {
      const hosts = facts.selection.hosts(written.policy.selector).filter(({ interfaceName }) => interfaceName !== '*');
      if (hosts.length === 0) return [];
      const text = `${describeRuleOf(written)} denies on ${listNames(hosts.map(({ name }) => name))}`;
      return [fieldEvidence(facts, written.policy.resource, written.rule.path, text)];
    });
  return proved(
    {
      code: 'N14',
      severity: 'warns',
      title: 'A doNotTrack Deny cuts established connections the moment it is promoted, your own session included.',
      help: 'Other policies let established connections live on: have another way into the node before promoting it.',
    },
    evidence,
  );
};
