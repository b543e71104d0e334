import { describeBadVariable, findConfigurationProblems } from '../../cluster/configuration-problem';
import { parseFailsafeText } from '../../cluster/failsafe';
import { withOverrides } from '../../cluster/felix-configurations';
import { maySelectNode } from '../../cluster/felix-parameter';
import { readProfileRules } from '../../compile/every-rule';
import type { PolicyProblem } from '../../compile/read-policy';
import { createSelectorInterner } from '../../compile/selector-interner';
import { readText } from '../../load/fields';
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

/** What Felix cannot live with in the FelixConfigurations that some node reads, of failsafe lists or of anything else. */
function configurationProblems(
  facts: SurpriseFacts,
  stops: 'exit' | 'panic',
  about: 'failsafe' | 'other',
): readonly ObjectWithProblem[] {
  return configurations(facts, stops).flatMap((resource) =>
    findConfigurationProblems(resource)
      .filter(({ tag, path }) => tag === stops && isAboutFailsafe(path) === (about === 'failsafe'))
      .map((problem) => ({ resource, ...problem })),
  );
}

function isAboutFailsafe(path: FieldPath): boolean {
  return path.some((step) => /failsafe/i.test(`${step}`));
}

/** Those of other names are converted on every node, and count where they select one. */
function configurations({ rollout }: SurpriseFacts, stops: 'exit' | 'panic'): readonly Resource[] {
  const { felix, resources } = rollout.worlds.final.cluster;
  const selected = felix.selected.filter((one) => stops === 'panic' || maySelectNode(felix, one));
  const names = new Set(['default', ...selected.map(({ name }) => name)]);
  return resources.filter(
    ({ kind, name }) => kind === 'FelixConfiguration' && (names.has(name) || name.startsWith('node.')),
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
    problemEvidence(facts, configurationProblems(facts, 'panic', 'failsafe')),
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
    [
      ...problemEvidence(facts, configurationProblems(facts, 'exit', 'failsafe')),
      ...environmentEvidence(facts, describeBadList),
    ],
  );

/** Felix reads the environment of calico-node as it reads FelixConfigurations, and before them. */
function environmentEvidence(
  facts: SurpriseFacts,
  describe: (variable: string, text: string) => string | null,
): readonly Evidence[] {
  const { cluster } = facts.rollout.worlds.final;
  const daemonSet = cluster.resources.find(({ kind, name }) => kind === 'DaemonSet' && name === 'calico-node');
  if (daemonSet === undefined) return [];
  const path = ['spec', 'template', 'spec', 'containers'];
  return [...cluster.felix.environment].flatMap(([variable, text]) => {
    const why = describe(variable, text);
    return why === null ? [] : [fieldEvidence(facts, daemonSet, path, `${variable}: ${why}`)];
  });
}

function describeBadList(variable: string, text: string): string | null {
  if (!/^FELIX_FAILSAFE(?:IN|OUT)BOUNDHOSTPORTS$/.test(variable)) return null;
  const { fatal } = parseFailsafeText(text, 'environment of calico-node');
  return fatal.length === 0 ? null : fatal.join(', ');
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
        const written = readText(withOverrides(resource), field) ?? '';
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
        ...configurationProblems(facts, 'exit', 'other'),
      ]),
      ...environmentEvidence(facts, describeBadVariable),
      ...emptyActions(facts),
      ...profileLogs(facts),
    ],
  );

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

/** eBPF programs have no place for a Log rule of a profile. */
function profileLogs(facts: SurpriseFacts): readonly Evidence[] {
  const { profile, worlds } = facts.rollout;
  if (profile.dataplane !== 'ebpf') return [];
  const { cluster } = worlds.final;
  const used = new Set(cluster.hosts.flatMap(({ profiles }) => profiles));
  const interner = createSelectorInterner();
  return [...cluster.profiles].flatMap(([name, source]) => {
    const rules = source.tag === 'object' && used.has(name) ? readProfileRules(source.resource, interner) : null;
    if (rules === null || source.tag !== 'object') return [];
    const { resource } = source;
    return [...rules.ingress, ...rules.egress]
      .filter(({ action }) => action === 'log')
      .map(({ path }) =>
        fieldEvidence(facts, resource, path, `${describeObject(resource)}: a Log rule, which eBPF cannot render`),
      );
  });
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
