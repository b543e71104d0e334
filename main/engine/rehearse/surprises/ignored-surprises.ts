import type { PolicyProblem } from '../../compile/read-policy';
import { isUnconditional } from '../allows-everything';
import { describeObject, fieldEvidence, listNames, proved } from './evidence';
import { problemEvidence, problemsTagged } from './stopping-surprises';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { valueAt, writtenRules } from './written-rules';

/** Problems that make Felix ignore a whole policy, of one cause each. */
function ignored(facts: SurpriseFacts, cause: 'blank' | 'staged' | 'other'): readonly PolicyProblem[] {
  return problemsTagged(facts, 'ignored').filter((problem) => {
    if (problem.resource.kind === 'Profile') return false;
    if (isBlankSelector(problem)) return cause === 'blank';
    return cause === (problem.resource.kind.startsWith('Staged') ? 'staged' : 'other');
  });
}

function isBlankSelector({ resource, path }: PolicyProblem): boolean {
  const value = valueAt(resource.body, path);
  return typeof value === 'string' && value !== '' && value.trim() === '';
}

function namesOf(problems: readonly PolicyProblem[]): string {
  return listNames(problems.map(({ resource }) => resource.name));
}

/** R17: Felix's own filter takes a policy out, what it denies included. */
export const policyIsIgnored: Detector = (facts) => {
  const problems = ignored(facts, 'other');
  return proved(
    {
      code: 'R17',
      severity: 'warns',
      title: `Felix ignores ${namesOf(problems)} as a whole: what it denies is open.`,
      help: 'Correct the field; native CRDs admit such a policy without a word.',
    },
    problemEvidence(facts, problems),
  );
};

/** S12: a staged policy is filtered like an enforced one, and so its preview is empty. */
export const stagedPolicyIsIgnored: Detector = (facts) => {
  const problems = ignored(facts, 'staged');
  return proved(
    {
      code: 'S12',
      severity: 'warns',
      title: `Felix ignores ${namesOf(problems)}: it previews nothing, and will do nothing when promoted.`,
      help: 'Correct the field before observing: an empty preview looks like a harmless policy.',
    },
    problemEvidence(facts, problems),
  );
};

/** R23: blanks are pasted as text, and an empty pair of parentheses does not parse. */
export const blankSelectorIgnoresPolicy: Detector = (facts) => {
  const problems = ignored(facts, 'blank');
  return proved(
    {
      code: 'R23',
      severity: 'warns',
      title: `A selector of blanks makes Felix ignore ${namesOf(problems)} as a whole.`,
      help: 'Leave the selector out, or write all(): blanks mean all() only where nothing is combined with them.',
    },
    problemEvidence(facts, problems),
  );
};

/** R14: a rule that Calico cannot convert becomes a Deny of everything. */
export const unsupportedPeerDenies: Detector = (facts) => {
  const failed = problemsTagged(facts, 'converted');
  const evidence = writtenRules(facts.policies)
    .filter(({ policy, rule }) =>
      policy.kind.includes('Admin') || policy.kind === 'KubernetesClusterNetworkPolicy'
        ? rule.action === 'deny' && isUnconditional(rule)
        : false,
    )
    .flatMap(({ policy, rule }) =>
      failed
        .filter(({ resource, path }) => resource === policy.resource && path.join('.') === rule.path.join('.'))
        .map(({ resource, path, why }) => fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${why}`)),
    );
  return proved(
    {
      code: 'R14',
      severity: 'warns',
      title: 'A Deny or Pass rule with a peer that Calico does not know becomes a Deny of everything.',
      help: 'Calico fails closed on such rules, and drops those that accept: write the peer with namespaces, pods or networks.',
    },
    evidence,
  );
};

/** R28: a host endpoint that Felix drops leaves its interface to the wildcard, or to nobody. */
export const hostEndpointIsDropped: Detector = (facts) => {
  const { problems, hosts } = facts.rollout.worlds.final.cluster;
  const dropped = problems.filter(({ resource, tag }) => resource.kind === 'HostEndpoint' && tag === 'ignored');
  return proved(
    {
      code: 'R28',
      severity: 'warns',
      title: `Felix drops host endpoint ${listNames(dropped.map(({ resource }) => resource.name))} as a whole: its policies do not protect the interface.`,
      help: 'Correct the field. Until then the wildcard host endpoint of the node governs the interface, or nothing does.',
    },
    dropped.map(({ resource, path, why }) => {
      const node = valueAt(resource.body, ['spec', 'node']);
      const wildcard = hosts.find((host) => host.node === node && host.interfaceName === '*');
      const instead =
        wildcard === undefined ? 'nothing governs its interface' : `${wildcard.name} governs its interface`;
      return fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${why}; ${instead}`);
    }),
  );
};

function looksInherited(label: string): boolean {
  return label.startsWith('pcns.') || label.startsWith('pcsa.');
}

/** R20: labels that look inherited count on host endpoints and sets, and not on pods. */
export const inheritedLooksCount: Detector = (facts) => {
  const { resources } = facts.rollout.worlds.final.cluster;
  const forged = (kinds: readonly string[]) =>
    resources
      .filter(({ kind }) => kinds.includes(kind))
      .map((resource) => ({ resource, names: Object.keys(resource.labels).filter(looksInherited) }))
      .filter(({ names }) => names.length > 0);
  return proved(
    {
      code: 'R20',
      severity: 'informs',
      title:
        'Labels that begin with pcns. or pcsa. count as those of a namespace or service account on host endpoints and sets, and are stripped from pods.',
      help: 'Rename the labels: what selects namespaces selects these objects, too.',
    },
    [
      ...forged(['HostEndpoint', 'NetworkSet', 'GlobalNetworkSet']).map(({ resource, names }) =>
        fieldEvidence(
          facts,
          resource,
          ['metadata', 'labels'],
          `${describeObject(resource)}: ${listNames(names)} counts`,
        ),
      ),
      ...forged(['Pod']).map(({ resource, names }) =>
        fieldEvidence(
          facts,
          resource,
          ['metadata', 'labels'],
          `${describeObject(resource)}: ${listNames(names)} is stripped`,
        ),
      ),
    ],
  );
};
