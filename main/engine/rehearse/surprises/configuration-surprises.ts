import { describeBadVariable, findConfigurationProblems } from '../../cluster/configuration-problem';
import { parseFailsafeText } from '../../cluster/failsafe';
import { withOverrides } from '../../cluster/felix-configurations';
import { maySelectNode } from '../../cluster/felix-parameter';
import { knownNodes } from '../../cluster/felix-settings';
import { findMarkShortages } from '../../cluster/mark-bits';
import { parameterSource } from '../../cluster/parameter-source';
import { readText } from '../../load/fields';
import type { Evidence } from '../../model/finding';
import type { Resource } from '../../model/resource';
import type { FieldPath } from '../../model/source';
import { describeObject, fieldEvidence, proved } from './evidence';
import type { ObjectWithProblem } from './stopping-surprises';
import { FROZEN, problemEvidence } from './stopping-surprises';
import type { Detector, SurpriseFacts } from './surprise-facts';

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

/** H21: what is `die-on-fail` beside failsafe lists, and a mark mask without bits enough. */
export const settingStopsFelix: Detector = (facts) =>
  proved(
    {
      code: 'H21',
      severity: 'blocks',
      title: 'A setting that Felix cannot work with keeps it from starting.',
      help: `Correct the setting before anything is applied. ${FROZEN}`,
    },
    [
      ...problemEvidence(facts, configurationProblems(facts, 'exit', 'other')),
      ...environmentEvidence(facts, describeBadVariable),
      ...markEvidence(facts),
    ],
  );

function markEvidence(facts: SurpriseFacts): readonly Evidence[] {
  const { profile, worlds } = facts.rollout;
  const { cluster } = worlds.final;
  return knownNodes(cluster.felix).flatMap((node) =>
    findMarkShortages(cluster.felix, node, profile).flatMap(({ name, from, why, certain }) => {
      const source = parameterSource(cluster, from, name);
      const condition = certain ? '' : `, if Felix takes its bits from it, which the files do not tell`;
      return source === null ? [] : [fieldEvidence(facts, source.resource, source.path, `${from}: ${why}${condition}`)];
    }),
  );
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
