import { parseFailsafeText } from '../../cluster/failsafe';
import { isPolicyResource } from '../../compile/read-policy';
import type { PolicyProblem } from '../../compile/read-policy';
import { readList, readObject, readObjectList, readText } from '../../load/fields';
import { isJsonObject } from '../../model/json';
import type { JsonObject } from '../../model/json';
import type { Resource } from '../../model/resource';
import type { Evidence } from '../../model/finding';
import { parsePrefix } from '../../net/prefix';
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

interface FailsafeEntry {
  readonly resource: Resource;
  readonly path: readonly (string | number)[];
  readonly entry: JsonObject;
}

/** Entries of the FelixConfigurations that some node reads. */
export function failsafeEntries({ rollout }: SurpriseFacts): readonly FailsafeEntry[] {
  return rollout.worlds.final.cluster.resources
    .filter(({ kind, name }) => kind === 'FelixConfiguration' && (name === 'default' || name.startsWith('node.')))
    .flatMap((resource) =>
      FAILSAFE_FIELDS.flatMap((field) =>
        (readList(readObject(resource.body, 'spec') ?? {}, field) ?? []).flatMap((entry, index) =>
          isJsonObject(entry) ? [{ resource, path: ['spec', field, index], entry }] : [],
        ),
      ),
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
    failsafeEntries(facts).flatMap(({ resource, path, entry }) => {
      const net = readText(entry, 'net') ?? '';
      if (net === '' || parsePrefix(net) !== undefined) return [];
      return [fieldEvidence(facts, resource, [...path, 'net'], `${describeObject(resource)}: net "${net}"`)];
    }),
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
      ...failsafeEntries(facts).flatMap(({ resource, path, entry }) => {
        const protocol = readText(entry, 'protocol');
        if (['tcp', 'udp'].includes((protocol ?? '').toLowerCase())) return [];
        const text = protocol === undefined ? 'no protocol' : `protocol ${protocol}`;
        return [fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${text}`)];
      }),
      ...environmentEntries(facts),
    ],
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
      ...problemsTagged(facts, 'panic').map(({ resource, path, why }) =>
        fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${why}`),
      ),
      ...emptyNetsOfSets(facts),
      ...emptyNetsOfRules(facts),
      ...emptyActions(facts),
    ],
  );

function emptyNetsOfSets(facts: SurpriseFacts): readonly Evidence[] {
  return facts.rollout.worlds.final.cluster.sets.flatMap(({ resource }) =>
    (readList(readObject(resource.body, 'spec') ?? {}, 'nets') ?? []).flatMap((net, index) =>
      net === ''
        ? [fieldEvidence(facts, resource, ['spec', 'nets', index], `${describeObject(resource)}: an empty net`)]
        : [],
    ),
  );
}

/** An empty net of a source crashes Felix; of a destination it is dropped. */
function emptyNetsOfRules(facts: SurpriseFacts): readonly Evidence[] {
  const resources = new Map(facts.policies.filter(isCalicoKind).map(({ resource }) => [resource, resource]));
  return [...resources.keys()].flatMap((resource) => {
    const spec = readObject(resource.body, 'spec') ?? {};
    return (['ingress', 'egress'] as const).flatMap((direction) =>
      (readObjectList(spec, direction) ?? []).flatMap((rule, index) =>
        (['nets', 'notNets'] as const).flatMap((field) =>
          (readList(readObject(rule, 'source') ?? {}, field) ?? []).flatMap((net, entry) => {
            const path = ['spec', direction, index, 'source', field, entry];
            return net === ''
              ? [fieldEvidence(facts, resource, path, `${describeObject(resource)}: an empty net`)]
              : [];
          }),
        ),
      ),
    );
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
  const problems = problemsTagged(facts, 'unreadable').filter(({ resource }) => isPolicyResource(resource));
  return proved(
    {
      code: 'R26',
      severity: 'blocks',
      title: `Once stored, ${listNames(problems.map(({ resource }) => resource.kind))} cannot be read any more, whoever wrote it.`,
      help: 'Correct the field: native CRDs admit it, and then Calico loses every policy of the kind.',
    },
    problems.map(({ resource, path, why }) =>
      fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${why}`),
    ),
  );
};

export function problemsTagged({ rollout }: SurpriseFacts, tag: PolicyProblem['tag']): readonly PolicyProblem[] {
  return rollout.policyProblems.filter((problem) => problem.tag === tag);
}
