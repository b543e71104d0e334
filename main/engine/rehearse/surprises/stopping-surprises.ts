import { parseFailsafeText, readEntry } from '../../cluster/failsafe';
import { findConfigurationProblem } from '../../cluster/felix-settings';
import type { PolicyProblem } from '../../compile/read-policy';
import { readList, readObject, readText } from '../../load/fields';
import { isJsonObject } from '../../model/json';
import type { Resource } from '../../model/resource';
import type { FieldPath } from '../../model/source';
import type { Evidence } from '../../model/finding';
import { describeObject, fieldEvidence, listNames, proved } from './evidence';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { describeRuleOf, isCalicoKind, writtenRules } from './written-rules';

const FROZEN =
  'The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.';

/** H19: an ICMP type with a code cannot be rendered for nft; only policies that select an endpoint are rendered. */
export const icmpCodeStopsFelix: Detector = (facts) => {
  const { dataplane } = facts.rollout.profile;
  if (dataplane !== 'nftables' && dataplane !== 'unknown') return [];
  const evidence = writtenRules(facts.policies).flatMap((written): readonly Evidence[] => {
    const { policy, rule } = written;
    const fields = (['icmp', 'notIcmp'] as const).filter((field) => rule[field] !== null && rule[field].code !== null);
    const isActive = [facts.selection.workloads, facts.selection.hosts].some(
      (select) => select(policy.selector).length > 0,
    );
    return isActive
      ? fields.map((field) => {
          const name = field === 'icmp' ? 'icmp' : 'notICMP';
          const match = rule[field];
          const text = `${describeRuleOf(written)}: ${name} type ${match?.type} with code ${match?.code}`;
          return fieldEvidence(facts, policy.resource, [...rule.path, name, 'code'], text);
        })
      : [];
  });
  const condition = dataplane === 'unknown' ? ' if the cluster runs nftables, which the files do not tell' : '';
  return proved(
    {
      code: 'H19',
      severity: 'blocks',
      title: `An ICMP type with a code stops Felix${condition}.`,
      help: `Leave the code out: the type alone works. ${FROZEN}`,
    },
    evidence,
  );
};

const FAILSAFE_FIELDS = ['failsafeInboundHostPorts', 'failsafeOutboundHostPorts'] as const;

/** What is wrong with failsafe entries of the FelixConfigurations that some node reads, by how it stops Felix. */
function failsafeEvidence(facts: SurpriseFacts, stops: 'exit' | 'panic'): readonly Evidence[] {
  return configurations(facts).flatMap((resource) =>
    FAILSAFE_FIELDS.flatMap((field) =>
      (readList(readObject(resource.body, 'spec') ?? {}, field) ?? []).flatMap((entry, index) => {
        const read = readEntry(isJsonObject(entry) ? entry : {});
        const text = read.tag === 'port' ? '' : `${describeObject(resource)}: ${read.why}`;
        return read.tag === stops ? [fieldEvidence(facts, resource, ['spec', field, index], text)] : [];
      }),
    ),
  );
}

function configurations({ rollout }: SurpriseFacts): readonly Resource[] {
  return rollout.worlds.final.cluster.resources.filter(
    ({ kind, name }) => kind === 'FelixConfiguration' && (name === 'default' || name.startsWith('node.')),
  );
}

/** H20: the converter dereferences nothing where a net cannot be parsed. */
export const failsafeNetStopsFelix: Detector = (facts) =>
  proved(
    {
      code: 'H20',
      severity: 'blocks',
      title: 'A failsafe entry with a net that cannot be read keeps Felix from starting.',
      help: `Write the net as a CIDR. ${FROZEN}`,
    },
    failsafeEvidence(facts, 'panic'),
  );

/** H21: failsafe lists know tcp and udp only, and want one of them. */
export const failsafeProtocolStopsFelix: Detector = (facts) =>
  proved(
    {
      code: 'H21',
      severity: 'blocks',
      title: 'A failsafe entry that is neither tcp nor udp keeps Felix from starting.',
      help: `Write protocol TCP or UDP in every entry; a missing one is not TCP. ${FROZEN}`,
    },
    [...failsafeEvidence(facts, 'exit'), ...environmentEntries(facts)],
  );

/** The text form in the environment of calico-node wins over every FelixConfiguration. */
function environmentEntries(facts: SurpriseFacts): readonly Evidence[] {
  const { cluster } = facts.rollout.worlds.final;
  const daemonSet = cluster.resources.find(({ kind, name }) => kind === 'DaemonSet' && name === 'calico-node');
  if (daemonSet === undefined) return [];
  return ['FELIX_FAILSAFEINBOUNDHOSTPORTS', 'FELIX_FAILSAFEOUTBOUNDHOSTPORTS'].flatMap((name) => {
    const text = cluster.felix.environment.get(name);
    const fatal = text === undefined ? [] : parseFailsafeText(text, 'environment of calico-node').fatal;
    return fatal.map((why) =>
      fieldEvidence(facts, daemonSet, ['spec', 'template', 'spec', 'containers'], `${name}: ${why}`),
    );
  });
}

/** H22: only part of the tables take Reject. */
export const rejectStopsFelix: Detector = (facts) => {
  const { profile, worlds } = facts.rollout;
  const hosts = worlds.final.cluster.hosts.length + worlds.now.cluster.hosts.length;
  if (hosts === 0 || profile.dataplane === 'ebpf') return [];
  const fields = [
    { field: 'iptablesFilterDenyAction', dataplane: 'iptables' },
    { field: 'nftablesFilterDenyAction', dataplane: 'nftables' },
  ].filter(({ dataplane }) => profile.dataplane === dataplane || profile.dataplane === 'unknown');
  const evidence = worlds.final.cluster.resources
    .filter(({ kind }) => kind === 'FelixConfiguration')
    .flatMap((resource) =>
      fields.flatMap(({ field, dataplane }) => {
        const written = readText(readObject(resource.body, 'spec') ?? {}, field) ?? '';
        if (written.toLowerCase() !== 'reject') return [];
        const effect =
          dataplane === 'nftables' ? 'Felix panics in a loop' : 'only filter rules follow, and Felix restarts';
        const text = `${describeObject(resource)}: ${field} ${written}, with host endpoints: ${effect}`;
        return [fieldEvidence(facts, resource, ['spec', field], text)];
      }),
    );
  return proved(
    {
      code: 'H22',
      severity: 'blocks',
      title: 'Deny action Reject beside host endpoints breaks Felix.',
      help: `Set it to Drop before anything is promoted. ${FROZEN}`,
    },
    evidence,
  );
};

/** R22: input that validators accept and Felix does not survive. */
export const inputCrashesFelix: Detector = (facts) =>
  proved(
    {
      code: 'R22',
      severity: 'blocks',
      title: 'Felix crashes on an object that some validator accepts.',
      help: `Correct the field before anything is promoted. ${FROZEN}`,
    },
    [
      ...problemEvidence(facts, [
        ...problemsTagged(facts, 'panic'),
        ...problemsTagged(facts, 'unrenderable'),
        ...facts.rollout.worlds.final.cluster.problems.filter(({ tag }) => tag === 'panic'),
        ...hostActions(facts),
      ]),
      ...emptyActions(facts),
    ],
  );

/** A value that Felix does not know ends it, as an unreadable failsafe entry does. */
function hostActions(facts: SurpriseFacts): readonly ObjectWithProblem[] {
  return configurations(facts).flatMap((resource) => {
    const problem = findConfigurationProblem(resource);
    return problem?.path.includes('defaultEndpointToHostAction') === true ? [{ resource, ...problem }] : [];
  });
}

/** iptables and nftables take an empty action for Allow, eBPF does not. */
function emptyActions(facts: SurpriseFacts): readonly Evidence[] {
  if (facts.rollout.profile.dataplane !== 'ebpf') return [];
  return writtenRules(facts.policies.filter(isCalicoKind))
    .filter(({ written }) => (readText(written, 'action') ?? '') === '')
    .map((rule) =>
      fieldEvidence(
        facts,
        rule.policy.resource,
        rule.rule.path,
        `${describeRuleOf(rule)}: no action, which eBPF cannot render`,
      ),
    );
}

/** R26: what does not decode makes every list request of the kind fail. */
export const kindBecomesUnreadable: Detector = (facts) => {
  const problems: readonly ObjectWithProblem[] = [
    ...problemsTagged(facts, 'unreadable'),
    ...facts.rollout.worlds.final.cluster.problems.filter(({ tag }) => tag === 'unreadable'),
  ];
  return proved(
    {
      code: 'R26',
      severity: 'blocks',
      title: `Once stored, ${listNames(problems.map(({ resource }) => resource.kind))} cannot be read any more, whoever wrote it.`,
      help: 'Correct the field: native CRDs admit it, and then Calico loses every policy of the kind.',
    },
    problemEvidence(facts, problems),
  );
};

export function problemsTagged({ rollout }: SurpriseFacts, tag: PolicyProblem['tag']): readonly PolicyProblem[] {
  return rollout.policyProblems.filter((problem) => problem.tag === tag);
}

/** What is wrong with an object, and where. */
interface ObjectWithProblem {
  readonly resource: Resource;
  readonly path: FieldPath;
  readonly why: string;
}

export function problemEvidence(facts: SurpriseFacts, problems: readonly ObjectWithProblem[]): readonly Evidence[] {
  return problems.map(({ resource, path, why }) =>
    fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${why}`),
  );
}
